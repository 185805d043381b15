package dev.chatpipeline.projector.topology;

import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of a partition that are ahead of its commands: the first is about a command that is not folded yet, the others
 * lie behind it. Kept in a store, for Kafka Streams does not read them again. How many depends on how far the commands lag
 * behind; the store is on disk, and what it holds the log holds as well.
 */
final class HeldEvents {

    private static final Logger log = LoggerFactory.getLogger(HeldEvents.class);

    /** Commands lag for milliseconds; after this somebody should look whether they are there at all. */
    private static final Duration SUSPICIOUS = Duration.ofMinutes(1);

    private final KeyValueStore<Long, LogRecord> store;
    private long first;
    private long last;
    private long reported = -1;
    private long waitingFor = -1;
    private long waitingSince;

    HeldEvents(KeyValueStore<Long, LogRecord> store) {
        this.store = store;
        this.first = key(store.all(), 0);
        this.last = key(store.reverseAll(), -1);
    }

    private static long key(KeyValueIterator<Long, LogRecord> items, long otherwise) {
        try (items) {
            KeyValue<Long, LogRecord> item = items.hasNext() ? items.next() : null;
            return item == null ? otherwise : item.key;
        }
    }

    boolean isEmpty() {
        return first > last;
    }

    void add(LogRecord item) {
        if (isEmpty()) {
            first = item.offset();
        }
        last = item.offset();
        store.put(item.offset(), item);
    }

    /** Offers one after the other and lets go of those that are taken, up to the first that is not. */
    void release(Predicate<LogRecord> taken) {
        while (!isEmpty()) {
            @Nullable LogRecord item = store.get(first);
            if (item != null) {
                if (!taken.test(item)) {
                    return;
                }
                store.delete(first);
            }
            // Offsets may have holes.
            first++;
        }
    }

    /** Says once of an event that it has been waiting for long. */
    void report(long nowMs, int partition, long lastCommand) {
        if (isEmpty() || first == reported) {
            return;
        }
        if (first != waitingFor) {
            waitingFor = first;
            waitingSince = nowMs;
        } else if (nowMs - waitingSince >= SUSPICIOUS.toMillis()) {
            reported = first;
            log.warn(
                    "The event at offset {} of partition {} is about a command beyond {}, the last one there;"
                            + " it and all behind it wait",
                    first,
                    partition,
                    lastCommand);
        }
    }
}
