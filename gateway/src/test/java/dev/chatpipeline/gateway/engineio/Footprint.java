package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What this process holds at one moment.
 *
 * @param heap bytes that a collection leaves
 */
public record Footprint(long heap, int threads, long descriptors) {

    private static final long MEGABYTE = 1024 * 1024;

    public static Footprint now() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(
                runtime.totalMemory() - runtime.freeMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount());
    }

    /** Holds no more than this and so many megabytes. */
    public void assertHeapBelow(int moreMegabytes) {
        assertThat(now().heap).isLessThan(heap + moreMegabytes * MEGABYTE);
    }

    /** Waits until no more is held than this, but for what a server, and the broker beside it, keeps for its next clients. */
    public void awaitReturn() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Footprint now = now();
            assertThat(now.heap).isLessThan(heap + 8 * MEGABYTE);
            assertThat(now.threads).isLessThan(threads + 60);
            assertThat(now.descriptors).isLessThan(descriptors + 100);
        });
    }
}
