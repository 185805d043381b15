package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.log.Cancels;
import dev.chatpipeline.worker.log.SessionStates;

/** A lane's partition, from its assignment to this worker until the last record has been written for it. Thread-safe. */
public interface Partition {

    /** Its number in every topic. */
    int number();

    /** What its log says of sessions, as far as it has been read. */
    SessionStates sessions();

    /** The cancels in its log. */
    Cancels cancels();

    /** Whether its log has been read up to the end that it had at the assignment; lanes act only then. */
    boolean isReady();

    /** Runs the task once the partition is ready; at once if it is. */
    void whenReady(Runnable task);

    /** Whether turns may begin: false once it was handed over or lost. */
    boolean isOwned();

    /** Whether records may be written: false once it was lost, or the time to finish after a hand-over is up. */
    boolean isWritable();

    /** The turn is done. */
    void complete(long turn);

    /** So many accepted turns will not be done here. */
    void drop(int turns);
}
