package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The worker processes, and which of them the group assigns the partition to. */
final class SimulatedWorkers {

    private static final int AT_ONCE = 3;
    private static final int MAX_PROCESSES = 10;

    /** The group does not notice immediately that an owner is gone, and does not wait for ever for a hand-over. */
    private static final int SLOW_WEIGHT = 1;

    private static final int WEIGHT = 4;

    private final SimulatedFate fate;
    private final SimulationTrace trace;
    private final Function<String, SimulatedWorker> make;
    private final List<SimulatedWorker> all = new ArrayList<>();
    private @Nullable SimulatedWorker owner;
    private CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

    /** @param make creates a worker with that name */
    SimulatedWorkers(SimulatedFate fate, SimulationTrace trace, Function<String, SimulatedWorker> make) {
        this.fate = fate;
        this.trace = trace;
        this.make = make;
        for (int i = 0; i < AT_ONCE; i++) {
            start();
        }
    }

    List<SimulatedWorker> all() {
        return Collections.unmodifiableList(all);
    }

    @Nullable
    SimulatedWorker owner() {
        return owner;
    }

    boolean mayStartMore() {
        return all.size() < MAX_PROCESSES;
    }

    SimulatedWorker start() {
        SimulatedWorker worker = make.apply("w" + all.size());
        all.add(worker);
        return worker;
    }

    void offer(SimulatedChoices choices) {
        all.forEach(worker -> worker.offer(choices));
        boolean given = owner == null && released.isDone();
        if (owner == null || !owner.isMember()) {
            choices.due(given ? WEIGHT : SLOW_WEIGHT, () -> assign(anyMember()));
        }
    }

    private SimulatedWorker anyMember() {
        List<SimulatedWorker> members =
                all.stream().filter(SimulatedWorker::isMember).toList();
        return members.isEmpty() ? start() : fate.oneOf(members);
    }

    /** Assigns the partition to a worker. The previous owner may not know. */
    void assign(SimulatedWorker worker) {
        if (worker != owner && worker.isMember()) {
            trace.say("%s is assigned the partition", worker.self());
            worker.own();
            owner = worker;
        }
    }

    void release() {
        if (owner != null && owner.isMember()) {
            trace.say("%s gives the partition away", owner.self());
            released = owner.handOver();
            owner = null;
        }
    }

    void leave() {
        if (owner != null && owner.isMember() && mayStartMore()) {
            trace.say("%s is told to stop", owner.self());
            released = owner.leave();
            owner = null;
        }
    }
}
