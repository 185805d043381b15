package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Failure;

/** Carries a failure that is known in full from where it was met through langchain4j to the answer. */
final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    FailureException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
