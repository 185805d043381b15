package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.worker.log.EventWriter;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Writes a lane's records and brings what becomes of them back into its mailbox. Confined to the mailbox. */
final class LaneWriter {

    private final EventWriter writer;
    private final int partition;
    private final Executor mailbox;
    private final ReadBacks readBacks = new ReadBacks();

    LaneWriter(EventWriter writer, int partition, Executor mailbox) {
        this.writer = writer;
        this.partition = partition;
        this.mailbox = mailbox;
    }

    /** Writes a record; exactly one of the two is called. */
    void write(ChatEvent event, EventHead head, Runnable written, Runnable failed) {
        writer.write(partition, event, head, new EventWriter.Outcome() {
            @Override
            public void written(long offset) {
                mailbox.execute(written);
            }

            @Override
            public void failed() {
                mailbox.execute(failed);
            }
        });
    }

    /** Writes a decisive record; {@code decided} is told whether this very record counts, once the tail has read it. */
    void writeDecisive(ChatEvent event, EventHead head, Consumer<Boolean> decided, Runnable failed) {
        readBacks.sent();
        writer.write(partition, event, head, new EventWriter.Outcome() {
            @Override
            public void written(long offset) {
                mailbox.execute(() -> readBacks.written(offset, decided));
            }

            @Override
            public void failed() {
                mailbox.execute(() -> {
                    readBacks.failed();
                    failed.run();
                });
            }
        });
    }

    /** The tail has read a decisive record of this worker. */
    void readBack(long offset, boolean counts) {
        readBacks.read(offset, counts);
    }
}
