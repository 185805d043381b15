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
    private @Nullable Subscriptions subscriptions;

    Client(SocketAuthenticator.Admitted admitted, Recovery.Decision.Admit admission) {
        this.admitted = admitted;
        this.admission = admission;
    }

    /** Whether the client starts afresh or resumes. */
    Recovery.Decision.Admit admission() {
        return admission;
    }

    Identity identity() {
        return admitted.identity();
    }

    String userId() {
        return admitted.identity().userId();
    }

    /** A new token, if the client is a guest who sent none; else null. */
    @Nullable
    String newToken() {
        return admitted.newToken();
    }

    /** Called once, when the socket is connected. */
    void connected(Subscriptions opened) {
        subscriptions = opened;
    }

    boolean isConnected() {
        return subscriptions != null;
    }

    /** The sessions that the client follows. Available once it is connected. */
    Subscriptions subscriptions() {
        return Objects.requireNonNull(subscriptions, "subscriptions: absent (expected: a connected client)");
    }
}
