package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The event {@code error} where it ends no turn, so that it has no cursor. */
record ErrorEvent(
        @Nullable String sessionId,
        Instant timestamp,
        String message,
        String errorType,
        String code,
        boolean retryable) {

    static final String NAME = "error";

    /** @param sessionId the session that the rejected request names; null if it names none */
    static JsonNode of(@Nullable String sessionId, Instant timestamp, Rejection rejection) {
        return ChatJson.mapper()
                .valueToTree(new ErrorEvent(
                        sessionId,
                        timestamp,
                        rejection.message(),
                        rejection.code().kind().wire(),
                        rejection.code().wire(),
                        rejection.code().retryable()));
    }
}
