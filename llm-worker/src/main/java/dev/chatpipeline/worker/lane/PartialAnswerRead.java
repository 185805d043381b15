package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.log.OpenAttempt;
import dev.chatpipeline.worker.log.PartialAnswer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Reads what a cut attempt at one of a lane's turns had shown, off the mailbox. Confined to the mailbox. */
final class PartialAnswerRead {

    private final String sessionId;
    private final Partition partition;
    private final LaneContext context;
    private final Executor mailbox;

    PartialAnswerRead(String sessionId, Partition partition, LaneContext context, Executor mailbox) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.context = context;
        this.mailbox = mailbox;
    }

    /** Calls back in the mailbox, unless the partition can no longer be written. */
    void begin(OpenAttempt cut, Consumer<PartialAnswer> read) {
        // Up to the start of the attempt that counts now: what came after that was not shown.
        OpenAttempt counting = partition.sessions().openAttempt(sessionId);
        long end = counting == null ? cut.startedAt() : counting.startedAt();
        context.run().executor().execute(() -> {
            PartialAnswer partial =
                    context.log().partialAnswers().read(partition.number(), sessionId, cut, end, partition::isWritable);
            if (partial != null) {
                mailbox.execute(() -> read.accept(partial));
            }
        });
    }
}
