package dev.chatpipeline.contracts;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where an answer stands: {@code status} of its row.
 *
 * <pre>
 *            ┌──────────▶ REJECTED
 *            │      ┌───▶ COMPLETE
 * QUEUED ────┼─▶ RUNNING ─▶ FAILED
 *            │      └───┐
 *            └──────────┴▶ CANCELLED
 * </pre>
 */
public enum TurnState {
    /** Accepted, not started. */
    QUEUED,
    /** An attempt runs; a takeover keeps it so. */
    RUNNING,
    /** The answer is whole. */
    COMPLETE,
    /** Somebody stopped it, before or after its start. */
    CANCELLED,
    /** It was started and ended by an error. */
    FAILED,
    /** It was ended by an error before it started. */
    REJECTED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code status}. */
    public String wire() {
        return wire;
    }

    /** Whether nothing can follow. */
    public boolean isEnd() {
        return next().isEmpty();
    }

    /** Whether the log allows this step. */
    public boolean canBecome(TurnState other) {
        return next().contains(other);
    }

    private Set<TurnState> next() {
        return switch (this) {
            case QUEUED -> EnumSet.of(RUNNING, CANCELLED, REJECTED);
            case RUNNING -> EnumSet.of(RUNNING, COMPLETE, CANCELLED, FAILED);
            case COMPLETE, CANCELLED, FAILED, REJECTED -> EnumSet.noneOf(TurnState.class);
        };
    }

    /** The state after this counting end; an end of attempt 0 is one without a start. */
    public static TurnState after(EventType end, int attempt) {
        return switch (end) {
            case CHAT_COMPLETE -> COMPLETE;
            case CHAT_CANCELLED -> CANCELLED;
            case ERROR -> attempt == 0 ? REJECTED : FAILED;
            case USER_MESSAGE, CHAT_QUEUED, CHAT_STARTED, CHAT_CHUNK, CHAT_HEARTBEAT ->
                throw new IllegalArgumentException("end: " + end.wire() + " (expected: an end)");
        };
    }
}
