package dev.chatpipeline.worker.log;

import dev.chatpipeline.contracts.EventType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that Kafka does not take records: once in a while rather than for each of them. Thread-safe. */
final class WriteFailures {

    private static final Logger log = LoggerFactory.getLogger(WriteFailures.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());

    void report(EventType type, Exception cause) {
        long now = System.nanoTime();
        long next = nextAt.get();
        if (now - next >= 0 && nextAt.compareAndSet(next, now + INTERVAL_NANOS)) {
            log.warn("Kafka did not take a {}, its turn will be tried again: {}", type.wire(), cause.toString());
        }
    }
}
