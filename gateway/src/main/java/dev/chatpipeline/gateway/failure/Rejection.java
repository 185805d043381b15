package dev.chatpipeline.gateway.failure;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import org.jspecify.annotations.Nullable;

/** Rejects a request, with the code that its client is sent. It is an expected outcome, so it has no stack trace. */
public final class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** @param message for people: what was wrong and what is expected */
    public Rejection(FailureCode code, String message) {
        this(code, message, null);
    }

    /** @param cause what failed in the gateway, for the log only */
    public Rejection(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
    }

    /** A field of a request does not have the expected value. */
    public static Rejection invalidPayload(String field, String found, String expected) {
        return new Rejection(FailureCode.INVALID_PAYLOAD, field + ": " + found + " (expected: " + expected + ")");
    }

    /** A {@code session_id} is not a valid id. */
    public static Rejection invalidSessionId() {
        return new Rejection(FailureCode.INVALID_SESSION_ID, "session_id: not an id (expected: " + Ids.RULE + ")");
    }

    public FailureCode code() {
        return code;
    }

    /** The message, which every rejection has. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
