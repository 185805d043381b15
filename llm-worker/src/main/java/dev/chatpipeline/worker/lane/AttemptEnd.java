package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.log.PartialAnswer;
import org.jspecify.annotations.Nullable;

/** How an attempt ends. */
sealed interface AttemptEnd {

    /** The model has said everything. */
    record Complete(Completion completion) implements AttemptEnd {}

    /**
     * A user cancelled the turn.
     *
     * @param partialAnswer of an earlier attempt whose text is kept, null when this attempt's is
     */
    record Cancelled(String by, @Nullable PartialAnswer partialAnswer) implements AttemptEnd {}

    /** There is no whole answer. */
    record Failed(Failure failure) implements AttemptEnd {}

    static AttemptEnd failed(FailureCode code, String message) {
        return new Failed(new Failure(code, message));
    }
}
