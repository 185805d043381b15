package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.log.OpenAttempt;
import dev.chatpipeline.worker.log.PartialAnswer;
import java.util.function.Consumer;

/** What an attempt needs of its lane. Called in the mailbox, but for {@link #post}. */
interface AttemptOwner {

    /** Runs a task in the mailbox. Thread-safe. */
    void post(Runnable task);

    /** Whether the turn's {@code user_message} is in the log, where the turn has one. */
    boolean isIntroduced(PlacedTurn placed);

    /** Reads what an earlier attempt had shown; calls back in the mailbox, unless it is no longer wanted. */
    void readPartialAnswer(OpenAttempt cut, Consumer<PartialAnswer> read);

    /** The attempt's end counts. */
    void ended(String text);

    /** The attempt does not count, or a record of it was not written: look at the log again. */
    void overruled();
}
