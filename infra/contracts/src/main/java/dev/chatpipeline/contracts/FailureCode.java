package dev.chatpipeline.contracts;

import static dev.chatpipeline.contracts.FailureCode.Kind.BAD_REQUEST;
import static dev.chatpipeline.contracts.FailureCode.Kind.LLM_ERROR;
import static dev.chatpipeline.contracts.FailureCode.Kind.RATE_LIMITED;
import static dev.chatpipeline.contracts.FailureCode.Kind.SERVER_ERROR;
import static dev.chatpipeline.contracts.FailureCode.Kind.UNAUTHORIZED;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every failure a client can be told of, with the policy that goes with it; clients never parse message text. */
public enum FailureCode {
    INVALID_PAYLOAD(BAD_REQUEST, false),
    UNKNOWN_EVENT(BAD_REQUEST, false),
    MESSAGE_EMPTY(BAD_REQUEST, false),
    MESSAGE_TOO_LONG(BAD_REQUEST, false),
    INVALID_SESSION_ID(BAD_REQUEST, false),
    UNKNOWN_PARENT(BAD_REQUEST, false),
    UNKNOWN_PROVIDER(BAD_REQUEST, false),
    HOST_NOT_ALLOWED(BAD_REQUEST, false),

    TOKEN_MISSING(UNAUTHORIZED, false),
    TOKEN_INVALID(UNAUTHORIZED, false),
    TOKEN_EXPIRED(UNAUTHORIZED, true),
    /** Also when the session is someone else's, so that ids cannot be probed. */
    SESSION_NOT_FOUND(UNAUTHORIZED, false),

    SESSION_BUSY(RATE_LIMITED, true),
    TOO_MANY_MESSAGES(RATE_LIMITED, true),
    TOO_MANY_ANSWERS(RATE_LIMITED, true),
    TOO_MANY_SESSIONS(RATE_LIMITED, false),

    PROVIDER_AUTH(LLM_ERROR, false),
    PROVIDER_RATE_LIMITED(LLM_ERROR, true),
    PROVIDER_UNAVAILABLE(LLM_ERROR, true),
    PROVIDER_STALLED(LLM_ERROR, true),
    PROVIDER_BAD_RESPONSE(LLM_ERROR, false),
    STREAM_CUT(LLM_ERROR, true),
    CONTEXT_TOO_LONG(LLM_ERROR, false),
    CONTENT_FILTERED(LLM_ERROR, false),
    ANSWER_TOO_LONG(LLM_ERROR, false),

    LOG_UNAVAILABLE(SERVER_ERROR, true),
    HISTORY_UNAVAILABLE(SERVER_ERROR, true),
    ISSUER_UNAVAILABLE(SERVER_ERROR, true),
    POISON_COMMAND(SERVER_ERROR, false),
    INTERNAL(SERVER_ERROR, false);

    /** The coarse class a client may branch on: {@code error_type} on the wire. */
    public enum Kind {
        BAD_REQUEST,
        UNAUTHORIZED,
        RATE_LIMITED,
        LLM_ERROR,
        SERVER_ERROR;

        private final String wire = name().toLowerCase(Locale.ROOT);

        /** The value of {@code error_type}. */
        public String wire() {
            return wire;
        }
    }

    private static final Map<String, FailureCode> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FailureCode::wire, Function.identity()));

    private final Kind kind;
    private final boolean retryable;
    private final String wire = name().toLowerCase(Locale.ROOT);

    FailureCode(Kind kind, boolean retryable) {
        this.kind = kind;
        this.retryable = retryable;
    }

    /** The value of {@code code} on the wire. */
    public String wire() {
        return wire;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    /** @throws IllegalArgumentException when no code has this wire name */
    public static FailureCode of(String wire) {
        FailureCode code = BY_WIRE.get(wire);
        if (code == null) {
            throw new IllegalArgumentException("code: " + wire + " (expected: one of " + BY_WIRE.keySet() + ")");
        }
        return code;
    }
}
