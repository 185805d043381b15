package dev.chatpipeline.gateway.failure;

import dev.chatpipeline.contracts.FailureCode;
import org.jspecify.annotations.Nullable;

/** A request is refused, with the code its client is told; an answer, not an accident, so it has no stack trace. */
public final class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** @param message for people: what was wrong and what was expected */
    public Rejection(FailureCode code, String message) {
        this(code, message, null);
    }

    /** @param cause what failed on our side, for the log only */
    public Rejection(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    /** The message, which every rejection has. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
