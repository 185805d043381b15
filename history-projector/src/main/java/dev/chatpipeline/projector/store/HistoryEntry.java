package dev.chatpipeline.projector.store;

import dev.chatpipeline.projector.topology.HistoryRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code chat.history}.
 *
 * @param partition the session's
 * @param offset    its place in {@code chat.history}
 * @param key       names the row
 * @param value     the row or position; null erases the row
 */
public record HistoryEntry(
        int partition, long offset, String key, @Nullable HistoryRecord value) {}
