package dev.chatpipeline.contracts;

import java.util.Arrays;
import java.util.Locale;

/** How far a message is: {@code status} of its row. A user's message is complete from the start. */
public enum MessageStatus {
    /** The turn is accepted and has not started. */
    QUEUED,
    /** An attempt runs; a takeover by another worker does not change that. */
    RUNNING,
    /** The text is whole. */
    COMPLETE,
    /** A user stopped the turn, before or after its start. */
    CANCELLED,
    /** An error ended the turn; the text is what had been said until then. */
    FAILED,
    /** The turn was refused before it started. */
    REJECTED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code status}. */
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException when no status has this wire name */
    public static MessageStatus of(String wire) {
        for (MessageStatus status : values()) {
            if (status.wire.equals(wire)) {
                return status;
            }
        }
        throw new IllegalArgumentException("status: " + wire + " (expected: one of " + Arrays.toString(values()) + ")");
    }
}
