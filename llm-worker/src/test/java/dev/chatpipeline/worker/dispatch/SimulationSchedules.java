package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs schedules and counts what happened in them, because schedules in which nothing goes wrong prove nothing. */
final class SimulationSchedules {

    private final Map<String, Integer> seen = new TreeMap<>();

    /** @throws AssertionError with the seed and a trace, if something is broken */
    void run(long seed, SimulationFailures failures) {
        Simulation simulation = new Simulation(seed, false);
        try {
            count(judge(simulation, failures));
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(again(seed, failures) + "\nsimulation.seed=" + seed + ": " + broken, broken);
        }
    }

    private static Log judge(Simulation simulation, SimulationFailures failures) {
        simulation.run();
        List<String> logged = failures.take();
        if (!logged.isEmpty()) {
            throw new AssertionError("logged: " + logged.getFirst());
        }
        SimulationVerdict verdict = new SimulationVerdict(simulation);
        verdict.check();
        return verdict.log();
    }

    /** Repeats a schedule with a trace. */
    private static String again(long seed, SimulationFailures failures) {
        Simulation simulation = new Simulation(seed, true);
        try {
            judge(simulation, failures);
        } catch (AssertionError | RuntimeException broken) {
            failures.take();
        }
        return "\n" + simulation.trace();
    }

    static List<EventRecord> events(long seed) {
        Simulation simulation = new Simulation(seed, false);
        simulation.run();
        return new SimulationVerdict(simulation).log().events();
    }

    private void count(Log log) {
        for (String session : log.sessions()) {
            for (Log.Turn turn : log.turns(session)) {
                List<EventRecord> counting = log.counting(turn);
                counting.forEach(record -> count(sort(record)));
            }
        }
        log.events().stream().filter(record -> record.head().keep()).forEach(record -> count("kept"));
    }

    private void count(String sort) {
        seen.merge(sort, 1, Integer::sum);
    }

    private static String sort(EventRecord record) {
        String sort = record.head().type().wire();
        return switch (record.event()) {
            case ChatEvent.ChatError error -> sort + ' ' + error.code();
            case ChatEvent.ChatCancelled cancelled ->
                sort + (cancelled.ofAttempt() == null ? cancelled.attempt() == 0 ? " waiting" : " running" : " cut");
            case ChatEvent.ChatStarted started ->
                sort + (started.attempt() == 1 ? "" : record.head().alone() ? " alone" : " again");
            case ChatEvent.UserMessage e -> sort;
            case ChatEvent.ChatQueued e -> sort;
            case ChatEvent.ChatChunk e -> sort;
            case ChatEvent.ChatHeartbeat e -> sort;
            case ChatEvent.ChatComplete e -> sort;
        };
    }

    void requireAllSorts() {
        assertThat(seen)
                .containsKeys(
                        "kept",
                        "chat_queued",
                        "chat_heartbeat",
                        "chat_started again",
                        "chat_started alone",
                        "chat_cancelled waiting",
                        "chat_cancelled running",
                        "chat_cancelled cut",
                        error(FailureCode.UNKNOWN_PARENT),
                        error(FailureCode.SESSION_BUSY),
                        error(FailureCode.POISON_COMMAND),
                        error(FailureCode.ANSWER_TOO_LONG),
                        error(FailureCode.PROVIDER_STALLED),
                        error(FailureCode.PROVIDER_UNAVAILABLE));
    }

    private static String error(FailureCode code) {
        return EventType.ERROR.wire() + ' ' + code.wire();
    }

    @Override
    public String toString() {
        return seen.toString();
    }
}
