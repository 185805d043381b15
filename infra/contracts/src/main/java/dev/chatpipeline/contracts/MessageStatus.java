package dev.chatpipeline.contracts;

import java.util.Arrays;
import java.util.Locale;

/** The {@code status} of a message's row. A user's message is always complete. */
public enum MessageStatus {
    /** The turn has been accepted but has not started. */
    QUEUED,
    /** An attempt is running; a takeover by another worker does not change that. */
    RUNNING,
    /** The text is complete. */
    COMPLETE,
    /** A user cancelled the turn, before or after its start. */
    CANCELLED,
    /** An error ended the turn; the text is what there was until then. */
    FAILED,
    /** The turn was rejected before it started. */
    REJECTED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code status}. */
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException if no status has this wire name */
    public static MessageStatus of(String wire) {
        for (MessageStatus status : values()) {
            if (status.wire.equals(wire)) {
                return status;
            }
        }
        throw new IllegalArgumentException("status: " + wire + " (expected: one of " + Arrays.toString(values()) + ")");
    }
}
