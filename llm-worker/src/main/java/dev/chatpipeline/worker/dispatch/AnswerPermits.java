package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.Permits;

/** The permits of all answers of a worker. An answer that runs alone needs two: its own, and the only one of that kind. */
final class AnswerPermits implements Permits {

    private final PermitPool answers;
    private final PermitPool alone = new PermitPool(1);

    /** @param limit answers that may run at once */
    AnswerPermits(int limit) {
        this.answers = new PermitPool(limit);
    }

    @Override
    public void acquire(boolean runsAlone, Runnable withPermit) {
        if (runsAlone) {
            alone.acquire(() -> answers.acquire(withPermit));
        } else {
            answers.acquire(withPermit);
        }
    }

    @Override
    public void release(boolean ranAlone) {
        answers.release();
        if (ranAlone) {
            alone.release();
        }
    }

    /** Answers that run now. */
    int taken() {
        return answers.taken();
    }

    /** Answers that run alone now. */
    int takenAlone() {
        return alone.taken();
    }
}
