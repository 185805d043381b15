package dev.chatpipeline.faults.timing;

import java.time.Duration;
import java.util.List;

/**
 * Times measured while nothing else went wrong.
 *
 * @param takeover  from the kill of a worker until a client has the first chunk of each answer's next attempt
 * @param reconnect from the kill of a gateway until each of its clients is connected again
 * @param resume    from that kill until each of them has its first event from the log
 */
public record Figures(List<Duration> takeover, List<Duration> reconnect, List<Duration> resume) {

    /** Goal for a takeover: the group's session timeout and what follows it. */
    static final Duration TAKEOVER_BOUND = Duration.ofSeconds(8);

    public Figures {
        takeover = takeover.stream().sorted().toList();
        reconnect = reconnect.stream().sorted().toList();
        resume = resume.stream().sorted().toList();
    }

    /** A quantile of a sorted list; zero if it is empty. */
    public static Duration percentile(List<Duration> sorted, int percent) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * percent / 100);
    }

    @Override
    public String toString() {
        return "  takeover after kill -9 of a worker    %s  (bound: %s)%n  connected after kill -9 of a gateway  %s%n  first event after it                  %s%n"
                .formatted(describe(takeover), seconds(TAKEOVER_BOUND), describe(reconnect), describe(resume));
    }

    private static String describe(List<Duration> sorted) {
        return "median %s, p99 %s, max %s of %d"
                .formatted(
                        seconds(percentile(sorted, 50)),
                        seconds(percentile(sorted, 99)),
                        seconds(percentile(sorted, 100)),
                        sorted.size());
    }

    private static String seconds(Duration time) {
        return "%.2f s".formatted(time.toMillis() / 1000.0);
    }
}
