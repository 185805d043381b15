package dev.chatpipeline.gateway.chat.socket;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.MessageView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload of an ack. */
sealed interface Reply {

    /** {@code accepted}, {@code rejected} or {@code ok}. */
    @JsonProperty("status")
    String status();

    /**
     * A message, or a request for a new answer, is durable.
     *
     * @param messageId id of the request
     * @param answerId  id that its answer will have
     */
    record Accepted(String sessionId, String messageId, String answerId) implements Reply {

        static Accepted of(dev.chatpipeline.gateway.chat.Accepted accepted) {
            return new Accepted(accepted.sessionId(), accepted.messageId(), accepted.answerId());
        }

        @Override
        public String status() {
            return "accepted";
        }
    }

    /** A command that creates no message is durable. */
    record Appended() implements Reply {
        @Override
        public String status() {
            return "accepted";
        }
    }

    /**
     * The client follows the session.
     *
     * @param messages the latest on the current path, oldest first
     * @param next     cursor of the next older page; null if there is none
     */
    record Joined(
            String sessionId,
            List<MessageView> messages,
            @Nullable String next) implements Reply {
        @Override
        public String status() {
            return "ok";
        }
    }

    /**
     * The client's new token is valid.
     *
     * @param expiresAt when it ends; null if it never does
     */
    record Renewed(@Nullable Instant expiresAt) implements Reply {
        @Override
        public String status() {
            return "ok";
        }
    }

    /** The client no longer follows the session. */
    record Left(String sessionId) implements Reply {
        @Override
        public String status() {
            return "ok";
        }
    }

    /** Nothing was done. */
    record Rejected(String errorType, String code, String message, boolean retryable) implements Reply {
        @Override
        public String status() {
            return "rejected";
        }

        static Rejected of(Rejection rejection) {
            return new Rejected(
                    rejection.code().kind().wire(),
                    rejection.code().wire(),
                    rejection.message(),
                    rejection.code().retryable());
        }
    }
}
