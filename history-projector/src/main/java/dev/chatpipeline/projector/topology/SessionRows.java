package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.TurnRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The ids of the sessions of one partition, and the one way to write a row. */
final class SessionRows {

    private final KeyValueStore<String, KnownId> ids;
    private final BiConsumer<String, @Nullable HistoryRecord> out;

    /** @param out takes rows by key; null erases the row */
    SessionRows(KeyValueStore<String, KnownId> ids, BiConsumer<String, @Nullable HistoryRecord> out) {
        this.ids = ids;
        this.out = out;
    }

    /** What commands so far make known of this session. */
    TurnRules.Known known(String sessionId, @Nullable String lastAnswerId) {
        return new TurnRules.Known() {
            @Override
            public boolean contains(String id) {
                return get(sessionId, id) != null;
            }

            @Override
            public @Nullable String questionOf(String answerId) {
                KnownId answer = get(sessionId, answerId);
                return answer == null ? null : answer.questionId();
            }

            @Override
            public @Nullable String lastAnswerId() {
                return lastAnswerId;
            }
        };
    }

    /** Makes the id known as of this turn. */
    void take(String sessionId, String id, long turn, @Nullable String questionId) {
        ids.put(HistoryCodec.rowKey(sessionId, id), new KnownId(turn, questionId));
    }

    /** Writes the row if its turn holds the id: not when no turn was made, nor when it was deleted since. */
    void write(MessageRow row) {
        KnownId id = get(row.sessionId(), row.messageId());
        if (id != null && id.turn() == row.turn()) {
            out.accept(HistoryCodec.rowKey(row.sessionId(), row.messageId()), row);
        }
    }

    /** Forgets the session's ids and erases their rows. */
    void forget(String sessionId) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, KnownId> found =
                ids.prefixScan(HistoryCodec.rowKey(sessionId, ""), new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
        }
        for (String key : keys) {
            ids.delete(key);
            out.accept(key, null);
        }
    }

    private @Nullable KnownId get(String sessionId, String id) {
        return ids.get(HistoryCodec.rowKey(sessionId, id));
    }
}
