package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.gateway.recovery.Recovery;
import dev.chatpipeline.gateway.security.Identity;
import dev.chatpipeline.gateway.security.SocketAuthenticator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket's client: its identity and its subscriptions. Used only by the socket's own virtual thread. */
final class Client {

    private final SocketAuthenticator.Admitted admitted;
    private final Recovery.Decision.Admit admission;
    private Identity identity;
    private @Nullable Subscriptions subscriptions;
    private @Nullable TokenExpiry expiry;

    Client(SocketAuthenticator.Admitted admitted, Recovery.Decision.Admit admission) {
        this.admitted = admitted;
        this.admission = admission;
        this.identity = admitted.identity();
    }

    /** Whether the client starts afresh or resumes. */
    Recovery.Decision.Admit admission() {
        return admission;
    }

    /** By the token that it showed last. */
    Identity identity() {
        return identity;
    }

    String userId() {
        return identity.userId();
    }

    boolean isGuest() {
        return admitted.isGuest();
    }

    /** The same user has shown a new token. */
    void renewed(Identity byNewToken) {
        identity = byNewToken;
    }

    /** A new token, if the client is a guest who needs one; else null. */
    @Nullable
    String newToken() {
        return admitted.newToken();
    }

    /** Called once, when the socket is connected. */
    void connected(Subscriptions opened, TokenExpiry ofToken) {
        subscriptions = opened;
        expiry = ofToken;
    }

    boolean isConnected() {
        return subscriptions != null;
    }

    /** The sessions that the client follows. Available once it is connected. */
    Subscriptions subscriptions() {
        return Objects.requireNonNull(subscriptions, "subscriptions: absent (expected: a connected client)");
    }

    /** The end of its token. Available once it is connected. */
    TokenExpiry expiry() {
        return Objects.requireNonNull(expiry, "expiry: absent (expected: a connected client)");
    }
}
