package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code chat.history}.
 *
 * @param partition partition of {@code chat.history}, the session's
 * @param offset    offset in {@code chat.history}
 * @param key       names the row or the position
 * @param value     the row or position; null erases the row
 */
public record HistoryEntry(
        int partition,
        long offset,
        HistoryKey key,
        @Nullable HistoryRecord value) {}
