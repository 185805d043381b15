package dev.chatpipeline.worker.lane;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an attempt stands.
 *
 * <pre>
 * ANNOUNCED ──▶ STREAMING ───────┐
 *     │                          ▼
 *     └──▶ ENDED_UNCONFIRMED ─▶ ENDING ──▶ END_WRITTEN ──▶ ENDED
 *
 * every state but ENDED ──▶ ABANDONED
 * </pre>
 */
enum AttemptState {

    /** {@code chat_started} is on its way or not yet read back; text is held. */
    ANNOUNCED,

    /** The start counts; text becomes chunks as it comes. */
    STREAMING,

    /** It is known how the attempt ends, before its start has been read back. */
    ENDED_UNCONFIRMED,

    /** It is known how the attempt ends; the end waits until all that must precede it is acknowledged. */
    ENDING,

    /** The end is on its way or not yet read back. */
    END_WRITTEN,

    /** The end counts. */
    ENDED,

    /** Nothing is written under this attempt any more: it was overruled, a write failed, or the partition is gone. */
    ABANDONED;

    private Set<AttemptState> next() {
        return switch (this) {
            case ANNOUNCED -> EnumSet.of(STREAMING, ENDED_UNCONFIRMED, ABANDONED);
            case STREAMING, ENDED_UNCONFIRMED -> EnumSet.of(ENDING, ABANDONED);
            case ENDING -> EnumSet.of(END_WRITTEN, ABANDONED);
            case END_WRITTEN -> EnumSet.of(ENDED, ABANDONED);
            case ENDED, ABANDONED -> EnumSet.noneOf(AttemptState.class);
        };
    }

    /**
     * The state after a legal transition.
     *
     * @throws IllegalStateException when there is none from here to there
     */
    AttemptState to(AttemptState target) {
        if (!next().contains(target)) {
            throw new IllegalStateException(
                    "attempt: " + this + " to " + target + " (expected: one of " + next() + ")");
        }
        return target;
    }

    /** Whether the model's text still becomes part of the answer. */
    boolean takesText() {
        return this == ANNOUNCED || this == STREAMING;
    }

    /** Whether the start was read back as counting and the end has not been written. */
    boolean isConfirmed() {
        return this == STREAMING || this == ENDING;
    }

    /** Whether nothing happens under the attempt any more. */
    boolean isOver() {
        return this == ENDED || this == ABANDONED;
    }
}
