package dev.chatpipeline.worker.dispatch;

import java.time.Duration;
import java.util.List;

/** The faults that happen to worker processes. */
final class SimulatedMisfortunes {

    private static final int MAX_WEIGHT = 3;
    private static final int POISONED_WEIGHT = 20;
    private static final int MAX_JUMP_MILLIS = 4_000;

    private final SimulatedFate fate;
    private final SimulatedTime time;
    private final SimulatedWorkers workers;
    private final SimulationTrace trace;
    private final int weight;

    SimulatedMisfortunes(SimulatedFate fate, SimulatedTime time, SimulatedWorkers workers, SimulationTrace trace) {
        this.fate = fate;
        this.time = time;
        this.workers = workers;
        this.trace = trace;
        this.weight = fate.between(0, MAX_WEIGHT);
    }

    void offer(SimulatedChoices choices) {
        choices.may(1, () -> time.advanceTo(time.instant().plus(Duration.ofMillis(fate.between(0, MAX_JUMP_MILLIS)))));
        if (weight > 0) {
            choices.may(weight, this::strike);
        }
        for (SimulatedWorker worker : workers.all()) {
            if (worker.isPoisoned() && workers.mayStartMore()) {
                choices.may(POISONED_WEIGHT, () -> kill(worker));
            }
        }
    }

    private void strike() {
        SimulatedWorker worker = fate.oneOf(workers.all());
        // Of ten: two kills, one hang, two resumptions, two losses without notice, two hand-overs, one stop.
        switch (fate.between(0, 9)) {
            case 0, 1 -> kill(worker);
            case 2 -> hang(worker);
            case 3, 4 -> comeBack(fate.oneOf(workers.all()));
            case 5, 6 -> workers.assign(fate.oneOf(workers.all()));
            case 7, 8 -> workers.release();
            default -> workers.leave();
        }
    }

    private void kill(SimulatedWorker worker) {
        if (worker.isAlive() && workers.mayStartMore()) {
            trace.say("%s is killed", worker.self());
            worker.kill();
            workers.start();
        }
    }

    private void hang(SimulatedWorker worker) {
        if (worker.isMember()) {
            trace.say("%s hangs", worker.self());
            worker.hang();
        }
    }

    private void comeBack(SimulatedWorker worker) {
        if (worker.isHung()) {
            trace.say("%s comes back", worker.self());
            worker.comeBack();
        }
    }

    /** From now on nothing goes wrong. */
    void end() {
        List.copyOf(workers.all()).forEach(this::comeBack);
    }
}
