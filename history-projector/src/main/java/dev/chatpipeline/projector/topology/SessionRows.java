package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.TurnRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The ids that are taken in the sessions of one partition. Every row is written through this class, which checks its id. */
final class SessionRows {

    private final KeyValueStore<String, KnownId> ids;
    private final BiConsumer<HistoryKey, @Nullable HistoryRecord> out;

    /** @param out writes rows; a null value erases the key's row */
    SessionRows(KeyValueStore<String, KnownId> ids, BiConsumer<HistoryKey, @Nullable HistoryRecord> out) {
        this.ids = ids;
        this.out = out;
    }

    /** What the commands so far tell about a session. */
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

    /** Records that a turn took an id. */
    void take(String sessionId, String id, long turn, @Nullable String questionId) {
        ids.put(key(sessionId, id), new KnownId(turn, questionId));
    }

    /** Writes the row if its turn holds the id. A command that made no turn holds none, nor does a deleted session's turn. */
    void write(MessageRow row) {
        @Nullable KnownId id = get(row.node().sessionId(), row.node().messageId());
        if (id != null && id.turn() == row.origin().turn()) {
            out.accept(row.key(), row);
        }
    }

    /** Removes a session's ids and erases their rows. */
    void forget(String sessionId) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, KnownId> found =
                ids.prefixScan(HistoryKey.prefixOf(sessionId), new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
        }
        for (String key : keys) {
            ids.delete(key);
            out.accept(HistoryKey.parse(key), null);
        }
    }

    private @Nullable KnownId get(String sessionId, String id) {
        return ids.get(key(sessionId, id));
    }

    private static String key(String sessionId, String id) {
        return new HistoryKey.OfRow(sessionId, id).text();
    }
}
