package dev.chatpipeline.worker.dispatch;

/** Lets other threads run between two steps of a task: when it reads the clock, sends a record or reads rows. */
final class SimulatedPreemption {

    private static final int PERCENT = 10;
    private static final int MAX_STEPS = 4;

    private final SimulatedFate fate;
    private Runnable others = () -> {};
    private boolean inTask;
    private boolean inBetween;

    SimulatedPreemption(SimulatedFate fate) {
        this.fate = fate;
    }

    /** What another thread does next. */
    void by(Runnable step) {
        others = step;
    }

    void run(Runnable task) {
        boolean before = inTask;
        inTask = true;
        try {
            task.run();
        } finally {
            inTask = before;
        }
    }

    /** Another thread may run here. */
    void point() {
        if (inTask && !inBetween && fate.percents(PERCENT)) {
            inBetween = true;
            try {
                for (int left = fate.between(1, MAX_STEPS); left > 0; left--) {
                    others.run();
                }
            } finally {
                inBetween = false;
            }
        }
    }
}
