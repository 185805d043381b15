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
 * lie behind it. They are in a store, for Kafka Streams does not read them again. How many there are depends on how far the
 * commands lag behind; the store is on disk, and the log holds the same events.
 */
final class PendingEvents {

    private static final Logger log = LoggerFactory.getLogger(PendingEvents.class);

    /** Commands lag for milliseconds; after this time somebody should check that they are there at all. */
    private static final Duration SUSPICIOUS = Duration.ofMinutes(1);

    private final KeyValueStore<Long, LogRecord> store;
    private long first;
    private long last;
    private long reported = -1;
    private long waitingFor = -1;
    private long waitingSince;

    PendingEvents(KeyValueStore<Long, LogRecord> store) {
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

    /** Offers the events in their order, and removes those that are folded, up to the first that is not. */
    void drain(Predicate<LogRecord> fold) {
        while (!isEmpty()) {
            @Nullable LogRecord item = store.get(first);
            if (item != null) {
                if (!fold.test(item)) {
                    return;
                }
                store.delete(first);
            }
            // Offsets may have gaps.
            first++;
        }
    }

    /** Warns, once, when the first event has been waiting for long. */
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
