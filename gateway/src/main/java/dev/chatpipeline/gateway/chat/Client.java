package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.gateway.relay.Feed;
import dev.chatpipeline.gateway.security.Gate;
import dev.chatpipeline.gateway.security.Identity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a socket: who it is and what it follows. Used by its own thread only. */
final class Client {

    private final Gate.Entry entry;
    private final Recovery.Decision.Admit admission;
    private @Nullable Feed feed;

    Client(Gate.Entry entry, Recovery.Decision.Admit admission) {
        this.entry = entry;
        this.admission = admission;
    }

    /** As whom it came: a new client, or one that goes on. */
    Recovery.Decision.Admit admission() {
        return admission;
    }

    Identity identity() {
        return entry.identity();
    }

    String userId() {
        return entry.identity().userId();
    }

    /** The token of the guest it became; null when it brought its own. */
    @Nullable
    String newToken() {
        return entry.newToken();
    }

    /** What it follows, once it is connected. */
    Feed feed() {
        return Objects.requireNonNull(feed, "feed before connected");
    }

    /** Whether {@link #connected} was called. */
    boolean isConnected() {
        return feed != null;
    }

    void connected(Feed opened) {
        feed = opened;
    }
}
