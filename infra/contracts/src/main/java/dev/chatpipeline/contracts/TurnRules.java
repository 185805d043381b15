package dev.chatpipeline.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Decides the placement of a command in its session's message tree. The projector and all workers use this function on the same
 * facts, those from lower offsets, so they build the same tree.
 */
public final class TurnRules {

    private TurnRules() {}

    /** What commands at lower offsets tell about a session. */
    public interface Known {

        /** Whether the session has a user message, an answer or a request with this id. */
        boolean contains(String id);

        /** The user message that an answer belongs to, null if there is no such answer. */
        @Nullable
        String questionOf(String answerId);

        /** The answer of the last turn in log order, null before the first. */
        @Nullable
        String lastAnswerId();
    }

    /** The placement of a command. */
    public sealed interface Placement {

        /**
         * A new turn.
         *
         * @param questionId the user message that is answered, which is the answer's parent
         * @param parentId   parent of the user message, null for a root; unused if {@code asksAnew}
         * @param answerId   id of the answer
         * @param asksAnew   whether the user message existed before
         */
        record Turn(String questionId, @Nullable String parentId, String answerId, boolean asksAnew)
                implements Placement {}

        /** The id is taken, so the command changes nothing. */
        record Resend() implements Placement {}

        /** The parent, or the answer to regenerate, does not exist. The command makes no turn and ends as {@code unknown_parent}. */
        record Unknown(String missingId) implements Placement {}
    }

    /** Whether a command at a lower offset took this request's id. */
    public static boolean isResend(String sessionId, String requestId, Known known) {
        // Anyone can compute an answer's id, so a user may have taken it for a message.
        return known.contains(requestId) || known.contains(Ids.answerId(sessionId, requestId));
    }

    /** The placement of a command. */
    public static Placement place(ChatCommand.Ask command, Known known) {
        if (isResend(command.sessionId(), command.requestId(), known)) {
            return new Placement.Resend();
        }
        return switch (command) {
            case ChatCommand.SendMessage send -> {
                String parent = send.appends() ? known.lastAnswerId() : send.parentId();
                yield parent == null || known.contains(parent)
                        ? new Placement.Turn(send.messageId(), parent, send.answerId(), false)
                        : new Placement.Unknown(parent);
            }
            case ChatCommand.Regenerate again -> {
                String question = known.questionOf(again.messageId());
                yield question == null
                        ? new Placement.Unknown(again.messageId())
                        : new Placement.Turn(question, null, again.answerId(), true);
            }
        };
    }
}
