package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import tools.jackson.core.JacksonException;

/**
 * Keys and values of {@code chat.history}. A row's key is {@code session/message}, a position's {@code /partition}; no id
 * has a slash in it, so the two never meet.
 */
public final class HistoryCodec {

    private static final char SEPARATOR = '/';

    private HistoryCodec() {}

    static String rowKey(String sessionId, String messageId) {
        return sessionId + SEPARATOR + messageId;
    }

    static String positionKey(int partition) {
        return SEPARATOR + Integer.toString(partition);
    }

    static boolean isPosition(String key) {
        return key.charAt(0) == SEPARATOR;
    }

    /** The session of a row's key. */
    public static String sessionOf(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** The message of a row's key. */
    public static String messageOf(String key) {
        return key.substring(key.indexOf(SEPARATOR) + 1);
    }

    /** @throws MalformedRecordException when the value is not of the key's kind */
    public static HistoryRecord read(String key, byte[] value) {
        Class<? extends HistoryRecord> type = isPosition(key) ? Position.class : MessageRow.class;
        HistoryRecord read;
        try {
            read = ChatJson.mapper().readValue(value, type);
        } catch (JacksonException e) {
            throw new MalformedRecordException("history of " + key + ": " + e.getOriginalMessage(), e);
        }
        if (read == null) {
            throw new MalformedRecordException("history of " + key + ": null (expected: a JSON object)");
        }
        return read;
    }

    static Serializer<HistoryRecord> serializer() {
        return (topic, value) -> value == null ? null : ChatJson.mapper().writeValueAsBytes(value);
    }

    /** A session's rows lie in the session's partition, a position in its own. */
    static StreamPartitioner<String, HistoryRecord> partitioner() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(
                isPosition(key) ? Integer.parseInt(messageOf(key)) : Topics.partitionOf(sessionOf(key), partitions)));
    }
}
