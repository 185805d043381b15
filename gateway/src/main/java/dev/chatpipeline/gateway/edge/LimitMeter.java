package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.LimitListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts clients that run into limits, and says so in the log, at most once a minute for each limit. */
final class LimitMeter implements LimitListener {

    private static final Logger log = LoggerFactory.getLogger(LimitMeter.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MeterRegistry registry;
    private final ConcurrentMap<String, Long> logged = new ConcurrentHashMap<>();

    LimitMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void reached(String limit) {
        registry.counter("gateway.limit", "limit", limit).increment();
        long now = System.nanoTime();
        Long last = logged.putIfAbsent(limit, now);
        if (last == null || now - last > PAUSE_NANOS && logged.replace(limit, last, now)) {
            log.info("A client ran into the limit {}; more are counted as gateway.limit", limit);
        }
    }
}
