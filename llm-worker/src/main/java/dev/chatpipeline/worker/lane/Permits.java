package dev.chatpipeline.worker.lane;

/** The rights to run an answer. Thread-safe. */
public interface Permits {

    /**
     * Runs the task with a permit: at once, or when one is released, maybe on another thread. Each run is followed by one
     * {@link #release}.
     *
     * @param alone whether no other suspect turn may run beside this one
     */
    void acquire(boolean alone, Runnable withPermit);

    /** Gives a permit back. */
    void release(boolean alone);
}
