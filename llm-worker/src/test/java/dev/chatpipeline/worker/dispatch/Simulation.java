package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Prompt;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Workers with real lanes on a simulated log: one clock, one thread, and a seed that decides what happens next. Things
 * go wrong for a while; then nothing fails until no work is left.
 */
final class Simulation {

    private static final int MIN_STEPS = 100;
    private static final int MAX_STEPS = 1_500;
    private static final int MAX_HEALING_STEPS = 50_000;

    private final long seed;
    private final SimulatedFate fate;
    private final SimulatedTime time;
    private final SimulationTrace trace;
    final SimulatedBroker broker;
    final SimulatedGroup group;
    final SimulatedWorkers workers;
    final Map<String, Prompt> asked = new HashMap<>();
    private final SimulatedProjection projection;
    private final SimulatedUsers users;
    private final SimulatedMisfortunes misfortunes;

    Simulation(long seed, boolean traced) {
        this.seed = seed;
        this.fate = new SimulatedFate(seed);
        SimulatedPreemption preemption = new SimulatedPreemption(fate);
        preemption.by(this::step);
        this.time = new SimulatedTime(preemption);
        this.trace = new SimulationTrace(time, traced);
        this.broker = new SimulatedBroker(fate, trace);
        this.group = new SimulatedGroup(broker, fate, trace);
        this.projection = new SimulatedProjection(broker, fate, preemption);
        this.users = new SimulatedUsers(broker, fate, time);
        this.workers = new SimulatedWorkers(
                fate,
                trace,
                name -> new SimulatedWorker(name, broker, group, projection, asked, fate, time, preemption));
        this.misfortunes = new SimulatedMisfortunes(fate, time, workers, trace);
    }

    long seed() {
        return seed;
    }

    SimulationTrace trace() {
        return trace;
    }

    void run() {
        for (int left = fate.between(MIN_STEPS, MAX_STEPS); left > 0; left--) {
            SimulatedChoices choices = choices();
            misfortunes.offer(choices);
            choices.doOne(fate.random());
        }
        trace.say("From here on all goes well");
        fate.becomeKind();
        misfortunes.end();
        for (int steps = 0; step(); steps++) {
            if (steps == MAX_HEALING_STEPS) {
                throw new AssertionError("not settled after " + MAX_HEALING_STEPS + " steps");
            }
        }
        workers.all().stream()
                .map(SimulatedWorker::owned)
                .filter(Objects::nonNull)
                .forEach(SimulatedOwnership::commit);
    }

    /** Makes one thing happen; false if nothing is left. */
    private boolean step() {
        SimulatedChoices choices = choices();
        if (choices.isAnythingDue()) {
            choices.doOne(fate.random());
        }
        return choices.isAnythingDue();
    }

    private SimulatedChoices choices() {
        SimulatedChoices choices = new SimulatedChoices();
        workers.offer(choices);
        broker.offer(choices);
        projection.offer(choices);
        users.offer(choices);
        workers.all().stream()
                .map(SimulatedWorker::nextWake)
                .filter(Objects::nonNull)
                .min(Comparator.<Instant>naturalOrder())
                .filter(wake -> wake.isAfter(time.instant()))
                .ifPresent(wake -> choices.due(1, () -> time.advanceTo(wake)));
        return choices;
    }
}
