package dev.chatpipeline.gateway.chat.socket;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.MessageView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an ack says. */
sealed interface Reply {

    /** {@code accepted}, {@code rejected} or {@code ok}. */
    @JsonProperty("status")
    String status();

    /**
     * A message is durable.
     *
     * @param messageId the request's id
     * @param answerId  under which the answer will come
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

    /** A command that makes no message is durable. */
    record Done() implements Reply {
        @Override
        public String status() {
            return "accepted";
        }
    }

    /**
     * @param messages the last of the chosen path, oldest first
     * @param next     where older ones begin; null when there are none
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

    /** The session is followed no more. */
    record Left(String sessionId) implements Reply {
        @Override
        public String status() {
            return "ok";
        }
    }

    /** Nothing was done, and why. */
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
