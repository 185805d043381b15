package dev.chatpipeline.contracts;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where an answer stands: {@code status} of its row.
 *
 * <pre>
 * QUEUED ──▶ RUNNING ──▶ COMPLETE
 *   │           │
 *   ├───────────┴──────▶ CANCELLED, FAILED
 *   └──────────────────▶ REJECTED
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
    /** An error ended it; what was said until then is kept. */
    FAILED,
    /** It was not taken on: refused before it started. */
    REJECTED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code status}. */
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException when no state has this wire name */
    public static TurnState of(String wire) {
        for (TurnState state : values()) {
            if (state.wire.equals(wire)) {
                return state;
            }
        }
        throw new IllegalArgumentException("status: " + wire + " (expected: one of " + Arrays.toString(values()) + ")");
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
            case QUEUED -> EnumSet.of(RUNNING, CANCELLED, FAILED, REJECTED);
            case RUNNING -> EnumSet.of(RUNNING, COMPLETE, CANCELLED, FAILED);
            case COMPLETE, CANCELLED, FAILED, REJECTED -> EnumSet.noneOf(TurnState.class);
        };
    }
}
