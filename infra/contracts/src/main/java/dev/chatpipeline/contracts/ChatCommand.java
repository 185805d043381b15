package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of {@code chat.commands}: a user's request that the gateway has accepted. The key is the session id. */
public sealed interface ChatCommand {

    /** The session, which is the record's key. */
    String sessionId();

    /** The user, as authenticated by the gateway. */
    String userId();

    /** When the gateway accepted it, UTC. */
    Instant timestamp();

    /** The value of the {@code type} header. */
    default CommandType type() {
        return switch (this) {
            case SendMessage c -> CommandType.CHAT_MESSAGE;
            case Regenerate c -> CommandType.REGENERATE_MESSAGE;
            case Cancel c -> CommandType.CANCEL_MESSAGE;
            case DeleteSession c -> CommandType.DELETE_SESSION;
        };
    }

    /** A command that makes a turn, unless it is a resend. */
    sealed interface Ask extends ChatCommand {

        /** The id that makes a resend safe; unique in the session. */
        String requestId();

        /** The id that the answer will have, see {@link Ids#answerId}. */
        default String answerId() {
            return Ids.answerId(sessionId(), requestId());
        }

        /** Decides provider and model. */
        String workspaceId();

        /** What to do if an earlier turn of the session has not ended. */
        OnBusy onBusy();
    }

    /**
     * A new user message.
     *
     * @param messageId   the message's id, unique in the session; a resend with the same id changes nothing
     * @param workspaceId decides provider and model
     * @param message     the text
     * @param appends     whether its parent is the previous turn's answer; {@code parentId} is then ignored
     * @param parentId    its parent if it does not append; null for a new root
     */
    record SendMessage(
            @Id String sessionId,
            @Id String messageId,
            String userId,
            String workspaceId,
            String message,
            boolean appends,
            @Id @JsonInclude @Nullable String parentId,
            OnBusy onBusy,
            Instant timestamp)
            implements Ask {

        @Override
        public String requestId() {
            return messageId;
        }
    }

    /**
     * Asks for another answer to a user message.
     *
     * @param messageId an existing answer to that message
     * @param requestId unique in the session; a resend with the same id changes nothing
     */
    record Regenerate(
            @Id String sessionId,
            @Id String messageId,
            @Id String requestId,
            String userId,
            String workspaceId,
            Instant timestamp)
            implements Ask {

        @Override
        public OnBusy onBusy() {
            return OnBusy.ENQUEUE;
        }
    }

    /**
     * Cancels turns that were accepted before this command.
     *
     * @param answerId answer of the turn to cancel; null for all turns of the session that have not ended
     */
    record Cancel(@Id String sessionId, @Id @Nullable String answerId, String userId, Instant timestamp)
            implements ChatCommand {}

    /** Erases the session with all messages from before this command. */
    record DeleteSession(@Id String sessionId, String userId, Instant timestamp) implements ChatCommand {}

    /** What to do with a message if an earlier turn of its session has not ended. */
    enum OnBusy {
        /** Wait for it. */
        ENQUEUE,
        /** Reject the message with {@code session_busy}. */
        REJECT,
        /** Cancel the turns before it, then answer. */
        INTERRUPT
    }
}
