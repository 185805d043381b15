package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Folds one partition of commands and events, and reports its position. In whatever order Kafka Streams reads the two topics,
 * an event is folded only after its command. So the rows at a position reflect exactly the commands and events up to it, and
 * no event up to it belongs to a command beyond it.
 */
final class PartitionFold {

    static final String SESSIONS = "sessions";
    static final String IDS = "ids";
    static final String POSITIONS = "positions";
    static final String PENDING = "held-events";

    private final ProcessorContext<HistoryKey, HistoryRecord> context;
    private final Topics topics;
    private final KeyValueStore<Integer, Position> positions;
    private final MalformedRecords malformed;
    private final CommandFold commands;
    private final EventFold events;
    private final PendingEvents pending;

    private Position position;
    private boolean unreported;

    /** Timestamp of the record that is being folded; its rows inherit it. */
    private long now;

    PartitionFold(ProcessorContext<HistoryKey, HistoryRecord> context, Topics topics) {
        this.context = context;
        this.topics = topics;
        this.positions = context.getStateStore(POSITIONS);
        this.malformed = new MalformedRecords(context.metrics()
                .addRateTotalSensor(
                        "history", context.taskId().toString(), "malformed-records", Sensor.RecordingLevel.INFO));
        Sessions sessions = new Sessions(context.getStateStore(SESSIONS));
        SessionRows rows = new SessionRows(context.getStateStore(IDS), this::forward);
        this.commands = new CommandFold(sessions, rows);
        this.events = new EventFold(sessions, rows, malformed);
        this.pending = new PendingEvents(context.getStateStore(PENDING));
        int partition = context.taskId().partition();
        @Nullable Position stored = positions.get(partition);
        this.position = stored == null ? new Position(partition, -1, -1) : stored;
        // A crash may have come between the commit of this position and its report.
        this.unreported = stored != null;
    }

    void fold(Record<String, byte[]> input) {
        LogRecord item = logRecord(input);
        if (item.topic().equals(topics.commands())) {
            foldCommand(item);
            pending.drain(this::foldEvent);
        } else if (!pending.isEmpty() || !foldEvent(item)) {
            pending.add(item);
        }
    }

    private void foldCommand(LogRecord item) {
        now = item.timestamp();
        try {
            commands.fold(item);
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
        }
        advanceTo(new Position(position.logPartition(), item.offset(), position.eventsOffset()));
    }

    /** Folds the event; false if its command has not been folded yet. */
    private boolean foldEvent(LogRecord item) {
        now = item.timestamp();
        try {
            if (!events.fold(item, position.commandsOffset())) {
                return false;
            }
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
        }
        advanceTo(new Position(position.logPartition(), position.commandsOffset(), item.offset()));
        return true;
    }

    private void advanceTo(Position next) {
        position = next;
        positions.put(next.logPartition(), next);
        unreported = true;
    }

    /** Writes the position, if it has advanced, after the rows that it covers. */
    void reportPosition(long time) {
        pending.warnIfStuck(time, position.logPartition(), position.commandsOffset());
        if (unreported) {
            unreported = false;
            now = time;
            forward(position.key(), position);
        }
    }

    private void forward(HistoryKey key, @Nullable HistoryRecord value) {
        context.forward(new Record<>(key, value, now));
    }

    private LogRecord logRecord(Record<String, byte[]> input) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        return new LogRecord(
                from.topic(),
                from.partition(),
                from.offset(),
                input.timestamp(),
                input.key(),
                input.value(),
                input.headers());
    }
}
