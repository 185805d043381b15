package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries reduced to the last one of each key, because one statement must not write a row twice.
 *
 * @param rows      rows to insert or update
 * @param erased    rows to delete
 * @param positions new projection positions by partition, if the entries contain any
 * @param offsets   offset of each partition's last entry
 */
record HistoryBatch(
        List<MessageRow> rows,
        List<HistoryKey.OfRow> erased,
        Map<Integer, Position> positions,
        Map<Integer, Long> offsets) {

    static HistoryBatch of(List<HistoryEntry> entries) {
        Map<HistoryKey, HistoryEntry> latest = new LinkedHashMap<>();
        Map<Integer, Long> offsets = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            latest.put(entry.key(), entry);
            offsets.put(entry.partition(), entry.offset());
        }
        HistoryBatch batch = new HistoryBatch(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), offsets);
        latest.values().forEach(batch::add);
        return batch;
    }

    private void add(HistoryEntry entry) {
        switch (entry.value()) {
            case MessageRow row -> rows.add(row);
            case Position position -> positions.put(entry.partition(), position);
            case null -> {
                if (entry.key() instanceof HistoryKey.OfRow row) {
                    erased.add(row);
                }
            }
        }
    }
}
