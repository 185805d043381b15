package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.gateway.recovery.Recovery;
import dev.chatpipeline.gateway.security.Identity;
import dev.chatpipeline.gateway.security.SocketAuthenticator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a socket: who it is and what it follows. Used by the socket's own thread only. */
final class Client {

    private final SocketAuthenticator.Admitted admitted;
    private final Recovery.Decision.Admit admission;
    private @Nullable Subscriptions subscriptions;

    Client(SocketAuthenticator.Admitted admitted, Recovery.Decision.Admit admission) {
        this.admitted = admitted;
        this.admission = admission;
    }

    /** Whether it begins anew or goes on where it was. */
    Recovery.Decision.Admit admission() {
        return admission;
    }

    Identity identity() {
        return admitted.identity();
    }

    String userId() {
        return admitted.identity().userId();
    }

    /** The token of the guest it became; null when it has its own. */
    @Nullable
    String newToken() {
        return admitted.newToken();
    }

    /** Called once it is connected. */
    void connected(Subscriptions opened) {
        subscriptions = opened;
    }

    boolean isConnected() {
        return subscriptions != null;
    }

    /** What it follows; only once it is connected. */
    Subscriptions subscriptions() {
        return Objects.requireNonNull(subscriptions, "subscriptions: absent (expected: a connected client)");
    }
}
