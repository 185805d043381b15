package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.TurnRules.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A turn whose place in the session's tree is known.
 *
 * @param placement null when the command hangs under a message that does not exist; then it is refused
 * @param refusal   why it will not be answered, null when it will
 */
record PlacedTurn(
        Turn turn,
        Placement.@Nullable Turn placement,
        @Nullable FailureCode refusal) {

    long offset() {
        return turn.offset();
    }

    /** The user message that is answered; the command's own message where there is no other. */
    String questionId() {
        return placement == null ? turn.command().requestId() : placement.questionId();
    }
}
