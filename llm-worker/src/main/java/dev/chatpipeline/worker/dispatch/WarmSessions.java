package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.Lane;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Bounds how many sessions stay in memory: from time to time the ones that were idle for longest are dropped. Poll thread only. */
final class WarmSessions {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final int limit;
    private long nextAt = System.nanoTime();

    WarmSessions(int limit) {
        this.limit = limit;
    }

    void sweepIfDue(Collection<OwnedPartition> partitions) {
        if (System.nanoTime() - nextAt < 0) {
            return;
        }
        nextAt = System.nanoTime() + INTERVAL.toNanos();
        int excess = partitions.stream().mapToInt(p -> p.lanes().size()).sum() - limit;
        if (excess > 0) {
            Set<Lane> dropped = partitions.stream()
                    .flatMap(partition -> partition.lanes().stream())
                    .filter(Lane::isIdle)
                    .sorted(Comparator.comparingLong(Lane::lastUsed))
                    .limit(excess)
                    .collect(Collectors.toCollection(HashSet::new));
            partitions.forEach(partition -> partition.forget(dropped));
        }
        partitions.forEach(OwnedPartition::forgetSettledSessions);
    }
}
