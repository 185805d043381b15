package dev.chatpipeline.contracts;

import org.jspecify.annotations.Nullable;

/**
 * What a command makes of its session's tree. The projector and every worker, warm or cold, decide with this function
 * over the same facts from lower offsets, so they build the same tree.
 */
public final class TurnRules {

    private TurnRules() {}

    /** What is known of a session from commands of lower offset. */
    public interface Known {

        /** Whether the id names a user message, an answer or a request of the session. */
        boolean contains(String id);

        /** The user message that this answer answers, null when it is no known answer's id. */
        @Nullable
        String questionOf(String answerId);

        /** The answer id of the last turn in log order, null before the first. */
        @Nullable
        String lastAnswerId();
    }

    /** What a command turned out to be. */
    public sealed interface Placement {

        /**
         * A new turn.
         *
         * @param questionId the user message that is answered; the answer's parent
         * @param parentId   what the user message hangs under, null for a root; not used for a regenerated answer
         * @param answerId   where the answer goes
         * @param asksAnew   whether the user message existed before
         */
        record Turn(String questionId, @Nullable String parentId, String answerId, boolean asksAnew)
                implements Placement {}

        /** The id was seen before: nothing happens. */
        record Resend() implements Placement {}

        /** What it should hang under, or answer again, is not known: ends as {@code unknown_parent}, makes no turn. */
        record Unknown(String missingId) implements Placement {}
    }

    /** Whether a command of lower offset took this request's id. */
    public static boolean isResend(String sessionId, String requestId, Known known) {
        // An answer id is a function anyone can compute, so a user may have taken it for a message of his own.
        return known.contains(requestId) || known.contains(Ids.answerId(sessionId, requestId));
    }

    /** Where this command belongs. */
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
