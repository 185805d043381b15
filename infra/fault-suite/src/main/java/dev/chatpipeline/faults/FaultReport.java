package dev.chatpipeline.faults;

import dev.chatpipeline.faults.tally.Tally;
import dev.chatpipeline.faults.timing.Figures;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Guarantee;
import dev.chatpipeline.testkit.guarantee.Guarantees;
import dev.chatpipeline.testkit.guarantee.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param injected     number of faults by label
 * @param whyNoFullDisk why the disk could not be filled; null if it could
 * @param guarantees   the first violation by guarantee; null if it holds
 * @param problems     what did not come to rest after everything was healed
 * @param reconnects   number of connects after the first one of each client
 * @param recovered    how many of them told the client that it missed nothing
 * @param figures      measured times; null if none were measured
 */
public record FaultReport(
        FaultPlan plan,
        Map<String, Integer> injected,
        @Nullable String whyNoFullDisk,
        Tally tally,
        Map<String, @Nullable String> guarantees,
        List<String> problems,
        long reconnects,
        long recovered,
        @Nullable Figures figures) {

    static FaultReport of(
            FaultPlan plan,
            Map<String, Integer> injected,
            @Nullable String whyNoFullDisk,
            Observation observed,
            int unanswered,
            List<String> problems,
            @Nullable Figures figures) {
        Map<String, @Nullable String> guarantees = new LinkedHashMap<>();
        for (Guarantee guarantee : Guarantees.all()) {
            guarantees.put(guarantee.getClass().getSimpleName(), violation(guarantee, observed));
        }
        List<Seen> connects = observed.clients().stream()
                .flatMap(client -> client.seen().stream()
                        .filter(seen -> seen.event().equals("connect"))
                        .skip(1))
                .toList();
        return new FaultReport(
                plan,
                injected,
                whyNoFullDisk,
                Tally.of(observed, unanswered),
                guarantees,
                problems,
                connects.size(),
                connects.stream().filter(Seen::recovered).count(),
                figures);
    }

    private static @Nullable String violation(Guarantee guarantee, Observation observed) {
        try {
            guarantee.check(observed);
            return null;
        } catch (AssertionError e) {
            return e.getMessage();
        }
    }

    /** Whether nothing was lost, duplicated, reordered, stuck or unverified, and every guarantee holds. */
    public boolean isClean() {
        return tally.isClean()
                && problems.isEmpty()
                && guarantees.values().stream().allMatch(v -> v == null);
    }

    /** The table, and on failure how to repeat the run. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\nfaults injected, seed " + plan.seed() + "\n");
        injected.forEach((label, count) -> row(text, label, count));
        if (whyNoFullDisk != null) {
            text.append("  full disk of the broker: skipped, ")
                    .append(whyNoFullDisk)
                    .append('\n');
        }
        text.append("\ncame through\n");
        row(text, "messages", tally.messages());
        row(text, "tokens", tally.tokens());
        row(text, "reconnects", reconnects);
        row(text, "  of these recovered", recovered);
        if (figures != null) {
            text.append("\ntimes\n").append(figures);
        }
        text.append("\nmust be 0\n");
        row(text, "lost", tally.lost());
        row(text, "duplicated", tally.duplicated());
        row(text, "reordered", tally.reordered());
        row(text, "stuck", tally.stuck());
        row(text, "unverified rows", tally.unverified());
        text.append("\nguarantees\n");
        guarantees.forEach((name, violation) -> text.append(
                "  %-36s %s%n".formatted(name, violation == null ? "OK" : "BROKEN  " + firstLine(violation))));
        problems.forEach(problem ->
                text.append("  did not come to rest: ").append(problem).append('\n'));
        if (!isClean()) {
            text.append("\nagain: ")
                    .append(again())
                    .append("\nlogs:  ")
                    .append(plan.folder())
                    .append('\n');
        }
        return text.toString();
    }

    private String again() {
        return "infra/faults --seconds %d --seed %d --clients %d --gateways %d --workers %d --projectors %d"
                .formatted(
                        plan.faultsFor().toSeconds(),
                        plan.seed(),
                        plan.people(),
                        plan.gateways(),
                        plan.workers(),
                        plan.projectors());
    }

    private static void row(StringBuilder text, String label, long count) {
        text.append("  %-36s %,9d%n".formatted(label, count));
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= 400 ? line : line.substring(0, 400) + "…";
    }
}
