package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.gateway.socketio.Frame;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record on its way to any number of clients. It is parsed once, framed once and folded once per state. Not thread-safe. */
final class RelayedEvent {

    private static final Logger log = LoggerFactory.getLogger(RelayedEvent.class);

    private final ConsumerRecord<String, byte[]> record;
    private final EventHead head;
    private @Nullable SessionState lastBefore;
    private @Nullable Step lastStep;
    private @Nullable Frame frame;

    private RelayedEvent(ConsumerRecord<String, byte[]> record, EventHead head) {
        this.record = record;
        this.head = head;
    }

    /** The event in this record; null if the record is malformed, and so counts for nobody. */
    static @Nullable RelayedEvent of(ConsumerRecord<String, byte[]> record) {
        try {
            return new RelayedEvent(record, EventHead.from(record.headers()));
        } catch (MalformedRecordException e) {
            log.warn("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return null;
        }
    }

    long offset() {
        return record.offset();
    }

    /** Folds the event. Followers of a session mostly share one state object, so the last result is cached. */
    Step step(SessionState before) {
        if (lastStep == null || before != lastBefore) {
            lastBefore = before;
            lastStep = SessionReducer.fold(before, head);
        }
        return lastStep;
    }

    Frame frame() {
        if (frame == null) {
            frame = Frame.of(head.type().wire(), record.value());
        }
        return frame;
    }
}
