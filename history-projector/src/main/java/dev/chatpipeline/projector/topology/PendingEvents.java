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
 * Events of a partition that wait for its commands: the first one's command has not been folded yet, and the others come
 * after it. They are kept in a store, because Kafka Streams does not read them again. Their number depends on how far the
 * commands lag; the store is on disk.
 */
final class PendingEvents {

    private static final Logger log = LoggerFactory.getLogger(PendingEvents.class);

    /** Commands normally lag by milliseconds. After this time they may be missing, and somebody should check. */
    private static final Duration STUCK_AFTER = Duration.ofMinutes(1);

    private final KeyValueStore<Long, LogRecord> store;
    private long first;
    private long last;
    private long warnedAbout = -1;
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

    /** Folds the events in order and removes them, up to the first that cannot be folded yet. */
    void drain(Predicate<LogRecord> fold) {
        while (!isEmpty()) {
            @Nullable LogRecord item = store.get(first);
            if (item != null) {
                if (!fold.test(item)) {
                    return;
                }
                store.delete(first);
            }
            // Offsets can have gaps.
            first++;
        }
    }

    /** Warns, once, if the first event has been waiting for too long. */
    void warnIfStuck(long nowMs, int partition, long lastCommand) {
        if (isEmpty() || first == warnedAbout) {
            return;
        }
        if (first != waitingFor) {
            waitingFor = first;
            waitingSince = nowMs;
        } else if (nowMs - waitingSince >= STUCK_AFTER.toMillis()) {
            warnedAbout = first;
            log.warn(
                    "The event at offset {} of partition {} and all after it wait for a command beyond offset {},"
                            + " the last one read",
                    first,
                    partition,
                    lastCommand);
        }
    }
}
