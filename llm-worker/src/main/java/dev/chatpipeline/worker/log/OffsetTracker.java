package dev.chatpipeline.worker.log;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which commands of a partition are done. They end in any order, but only the prefix without gaps may be
 * committed. The commit also carries the fold offset: where in {@code chat.events} a new owner must begin to fold to know
 * every command that is not done.
 *
 * <p>The fold offset reaches back to the first event about any command that is not done, whether or not it was begun here.
 * A worker that died earlier, or one that does not know that it lost the partition, may have written about commands that
 * this one has yet to read; so the first event about each of those is noted.
 *
 * <p>Thread-safe: commands begin on the poll thread and end in lanes, events are noted by the tail.
 */
public final class OffsetTracker {

    private final TreeMap<Long, Long> foldFromByOpen = new TreeMap<>();
    private final TreeMap<Long, Long> firstEventByAhead = new TreeMap<>();
    private long next;
    private long committed;

    /** @param committed the next offset to be read, as committed by the last owner */
    public OffsetTracker(long committed) {
        this.next = committed;
        this.committed = committed;
    }

    /**
     * A command was read.
     *
     * @param eventsPosition the next offset of {@code chat.events} to be folded
     */
    public synchronized void begin(long offset, long eventsPosition) {
        foldFromByOpen.put(offset, firstEventByAhead.getOrDefault(offset, eventsPosition));
        next = Math.max(next, offset + 1);
        firstEventByAhead.headMap(next).clear();
    }

    /** There is an event at this offset about a command, which may not have been read yet. */
    public synchronized void note(long command, long event) {
        if (command >= next) {
            firstEventByAhead.putIfAbsent(command, event);
        }
    }

    /** The command is done. */
    public synchronized void complete(long offset) {
        Long foldFrom = foldFromByOpen.remove(offset);
        Map.Entry<Long, Long> lower = foldFromByOpen.lowerEntry(offset);
        if (foldFrom != null && lower != null && foldFrom < lower.getValue()) {
            // It is committed only after the lower one; until then a new owner must learn that it ended.
            foldFromByOpen.put(lower.getKey(), foldFrom);
        }
    }

    /** The position up to which every command is done. */
    public synchronized long contiguous() {
        return foldFromByOpen.isEmpty() ? next : foldFromByOpen.firstKey();
    }

    /**
     * What to commit now, null when nothing moved since the last call.
     *
     * @param eventsPosition the next offset of {@code chat.events} to be folded, read before this call
     */
    public synchronized @Nullable OffsetAndMetadata commit(long eventsPosition) {
        long contiguous = contiguous();
        if (contiguous == committed) {
            return null;
        }
        committed = contiguous;
        long foldFrom = eventsPosition;
        for (long from : foldFromByOpen.values()) {
            foldFrom = Math.min(foldFrom, from);
        }
        for (long from : firstEventByAhead.values()) {
            foldFrom = Math.min(foldFrom, from);
        }
        return new OffsetAndMetadata(contiguous, Long.toString(foldFrom));
    }

    /** The fold offset of the last owner's commit; the start of the log when it left none that can be read. */
    public static long foldFrom(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(committed.metadata()));
        } catch (NumberFormatException e) {
            return 0; // Folding more than necessary is safe.
        }
    }
}
