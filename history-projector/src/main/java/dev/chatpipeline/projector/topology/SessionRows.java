package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.TurnRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
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
                return get(sessionId, id).isTaken();
            }

            @Override
            public @Nullable String questionOf(String answerId) {
                return get(sessionId, answerId).questionId();
            }

            @Override
            public @Nullable String lastAnswerId() {
                return lastAnswerId;
            }
        };
    }

    /** Makes the id known as of this turn. */
    void take(String sessionId, String id, long turn, @Nullable String questionId) {
        ids.put(HistoryCodec.rowKey(sessionId, id), get(sessionId, id).taken(turn, questionId));
    }

    /** Writes the row unless its turn was deleted or a later turn owns the id. */
    void write(MessageRow row, long deletedAt) {
        String key = HistoryCodec.rowKey(row.sessionId(), row.messageId());
        KnownId id = get(row.sessionId(), row.messageId());
        if (row.turn() < deletedAt || row.turn() < id.rowTurn()) {
            return;
        }
        if (row.turn() > id.rowTurn()) {
            ids.put(key, id.row(row.turn()));
        }
        out.accept(key, row);
    }

    /** Erases the session's rows of turns below this offset, and forgets the ids that commands below it took. */
    void forget(String sessionId, long below) {
        List<KeyValue<String, KnownId>> all = new ArrayList<>();
        try (KeyValueIterator<String, KnownId> found =
                ids.prefixScan(HistoryCodec.rowKey(sessionId, ""), new StringSerializer())) {
            found.forEachRemaining(all::add);
        }
        for (KeyValue<String, KnownId> entry : all) {
            if (entry.value.hasRow() && entry.value.rowTurn() < below) {
                out.accept(entry.key, null);
                ids.delete(entry.key);
            } else {
                // Events may run ahead of commands: a row of a later turn stays.
                ids.put(entry.key, entry.value.hasRow() ? KnownId.NEW.row(entry.value.rowTurn()) : null);
            }
        }
    }

    private KnownId get(String sessionId, String id) {
        @Nullable KnownId known = ids.get(HistoryCodec.rowKey(sessionId, id));
        return known == null ? KnownId.NEW : known;
    }
}
