package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MalformedRecordException;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code chat.commands} or {@code chat.events} that has not been validated.
 *
 * @param key       should be a session id
 * @param timestamp when it was written, in ms since the epoch
 */
record LogRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable String key,
        byte @Nullable [] value,
        Headers headers) {

    /** @throws MalformedRecordException if there is no key */
    String sessionId() {
        if (key == null) {
            throw new MalformedRecordException("key: absent (expected: a session id)");
        }
        return key;
    }

    /** @throws MalformedRecordException if the key is not a session id */
    void requireSessionId() {
        if (!Ids.isValid(sessionId())) {
            throw new MalformedRecordException("key: " + key + " (expected: a session id, " + Ids.RULE + ")");
        }
    }

    /** @throws MalformedRecordException if there is no value */
    byte[] presentValue() {
        if (value == null) {
            throw new MalformedRecordException("value: absent (expected: a JSON object)");
        }
        return value;
    }

    Instant writtenAt() {
        return Instant.ofEpochMilli(timestamp);
    }
}
