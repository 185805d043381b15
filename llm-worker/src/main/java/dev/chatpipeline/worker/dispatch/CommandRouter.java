package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.lane.Turn;
import dev.chatpipeline.worker.log.EventWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each command to its partition: a turn to the session's lane; one that cannot be read to people. Poll thread only. */
final class CommandRouter {

    private static final Logger log = LoggerFactory.getLogger(CommandRouter.class);

    private final LaneContext context;

    CommandRouter(LaneContext context) {
        this.context = context;
    }

    void route(ConsumerRecord<String, byte[]> record, OwnedPartition partition) {
        partition.begin(record.offset());
        CommandHead head;
        ChatCommand command;
        try {
            head = CommandHead.from(record.headers());
            command = ChatJson.readCommand(head.type(), record.value());
            requireKey(record, command);
        } catch (MalformedRecordException e) {
            setAside(record, partition, String.valueOf(e.getMessage()));
            return;
        }
        switch (command) {
            case ChatCommand.Ask ask -> partition.accept(new Turn(record.offset(), ask, head.opens()));
            // The control reader acts on these.
            case ChatCommand.Cancel cancel -> partition.skip(record.offset());
            case ChatCommand.DeleteSession delete -> partition.skip(record.offset());
        }
    }

    private static void requireKey(ConsumerRecord<String, byte[]> record, ChatCommand command) {
        if (!command.sessionId().equals(record.key())) {
            throw new MalformedRecordException(
                    "key: " + record.key() + " (expected: the session id " + command.sessionId() + ")");
        }
    }

    private void setAside(ConsumerRecord<String, byte[]> record, OwnedPartition partition, String reason) {
        log.warn(
                "Command {}-{}@{} cannot be read and is set aside: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
        context.log().writer().setAside(record, reason, new EventWriter.Outcome() {
            @Override
            public void written(long offset) {
                partition.skip(record.offset());
            }

            @Override
            public void failed() {
                context.run().timer().schedule(context.limits().retry(), () -> {
                    if (partition.isOwned()) {
                        setAside(record, partition, reason);
                    }
                });
            }
        });
    }
}
