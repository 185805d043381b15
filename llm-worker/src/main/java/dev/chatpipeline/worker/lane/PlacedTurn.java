package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.TurnRules.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A turn whose placement in the session's tree has been decided.
 *
 * @param placement null when the command names a parent that does not exist; then the turn is rejected
 * @param rejection why it will not be answered, null when it will
 */
record PlacedTurn(
        Turn turn,
        Placement.@Nullable Turn placement,
        @Nullable FailureCode rejection) {

    long offset() {
        return turn.offset();
    }

    /** The user message to answer; the command's own message where there is no other. */
    String questionId() {
        return placement == null ? turn.command().requestId() : placement.questionId();
    }
}
