package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.EventType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that Kafka does not take records: once in a while, not for each of them. */
final class LogTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(LogTrouble.class);
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    private LogTrouble() {}

    static void report(EventType type, Exception cause) {
        long now = System.nanoTime();
        long next = NEXT.get();
        if (now - next >= 0 && NEXT.compareAndSet(next, now + EVERY_NANOS)) {
            LOG.warn("Kafka did not take a {}, its turn will be tried again: {}", type.wire(), cause.toString());
        }
    }
}
