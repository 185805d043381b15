package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.gateway.socketio.Frame;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the events that come from the gateway itself, not from the log. They carry a cursor all the same. */
final class Announcements {

    private static final String GREETING = "Connected to chat-pipeline";

    private final Clock clock;

    Announcements(Clock clock) {
        this.clock = clock;
    }

    private record Connected(
            String message,
            String userId,
            @Nullable String token,
            @Nullable Instant expiresAt,
            Instant timestamp) {}

    private record OfSession(String sessionId, Instant timestamp) {}

    Frame connected(Client client) {
        return frame(
                "connected",
                new Connected(
                        GREETING,
                        client.userId(),
                        client.newToken(),
                        client.identity().expiresAt(),
                        clock.instant()));
    }

    Frame joined(String sessionId) {
        return frame("session_joined", new OfSession(sessionId, clock.instant()));
    }

    Frame left(String sessionId) {
        return frame("session_left", new OfSession(sessionId, clock.instant()));
    }

    /** As {@link #left(String)}, by session. */
    Map<String, Frame> left(Set<String> sessionIds) {
        return sessionIds.stream().collect(Collectors.toMap(id -> id, this::left));
    }

    private static Frame frame(String event, Object payload) {
        return Frame.of(event, ChatJson.mapper().writeValueAsBytes(payload));
    }
}
