package dev.chatpipeline.worker.dispatch;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which commands of a partition are done. Commands end in any order; only the prefix without holes may be committed.
 * With it goes the offset of {@code chat.events} from which a new owner must fold to know every command that is not.
 *
 * <p>That offset must reach back to the first event about any command that is not done, begun here or not: a worker that
 * died before this one, or that lost the partition and does not know it, may have written about commands this one has not
 * come to. So the first event about each of those is noted.
 *
 * <p>Thread-safe: commands begin on the poll thread and end in lanes, events are noted by the tail.
 */
final class OffsetTracker {

    private final TreeMap<Long, Long> foldFromByOpen = new TreeMap<>();
    private final TreeMap<Long, Long> firstEventByAhead = new TreeMap<>();
    private long next;
    private long committed;

    /** @param committed the next offset to be read, as committed by the last owner */
    OffsetTracker(long committed) {
        this.next = committed;
        this.committed = committed;
    }

    /**
     * A command was read.
     *
     * @param eventsPosition the next offset of {@code chat.events} to be folded
     */
    synchronized void begin(long offset, long eventsPosition) {
        foldFromByOpen.put(offset, firstEventByAhead.getOrDefault(offset, eventsPosition));
        next = Math.max(next, offset + 1);
        firstEventByAhead.headMap(next).clear();
    }

    /** There is an event at this offset about a command, which may not have been read yet. */
    synchronized void note(long command, long event) {
        if (command >= next) {
            firstEventByAhead.putIfAbsent(command, event);
        }
    }

    /** Nothing is to be done for this command any more. */
    synchronized void complete(long offset) {
        Long foldFrom = foldFromByOpen.remove(offset);
        Map.Entry<Long, Long> lower = foldFromByOpen.lowerEntry(offset);
        if (foldFrom != null && lower != null && foldFrom < lower.getValue()) {
            // Not committed before the lower one is done; until then a new owner must learn that this one ended.
            foldFromByOpen.put(lower.getKey(), foldFrom);
        }
    }

    /** The position up to which every command is done. */
    synchronized long contiguous() {
        return foldFromByOpen.isEmpty() ? next : foldFromByOpen.firstKey();
    }

    /**
     * What to commit now, null when nothing moved since the last call.
     *
     * @param eventsPosition the next offset of {@code chat.events} to be folded, read before this call
     */
    synchronized @Nullable OffsetAndMetadata commit(long eventsPosition) {
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

    /** The fold offset that the last owner left, null when there is none to be read. */
    static @Nullable Long foldFrom(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return null;
        }
        try {
            long offset = Long.parseLong(committed.metadata());
            return offset < 0 ? null : offset;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
