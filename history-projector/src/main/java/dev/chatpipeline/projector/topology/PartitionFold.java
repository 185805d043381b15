package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Folds one partition of commands and events, and says how far it is. An event is folded only after the command it is
 * about, whatever order Kafka Streams brings the two in: so the rows at a position are those of all commands and all events
 * up to it, and no event up to it is about a command beyond it.
 */
final class PartitionFold {

    static final String SESSIONS = "sessions";
    static final String IDS = "ids";
    static final String POSITIONS = "positions";
    static final String HELD = "held-events";

    private final ProcessorContext<String, HistoryRecord> context;
    private final Topics topics;
    private final KeyValueStore<Integer, Position> positions;
    private final MalformedRecords malformed;
    private final CommandFold commands;
    private final EventFold events;
    private final HeldEvents held;

    private Position position;
    private boolean moved;

    /** The time of the record that is folded, which the rows it makes inherit. */
    private long now;

    PartitionFold(ProcessorContext<String, HistoryRecord> context, Topics topics) {
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
        this.held = new HeldEvents(context.getStateStore(HELD));
        int partition = context.taskId().partition();
        @Nullable Position stored = positions.get(partition);
        this.position = stored == null ? Position.start(partition) : stored;
        // What was committed may not have been told: a crash may lie between.
        this.moved = stored != null;
    }

    void fold(Record<String, byte[]> input) {
        LogRecord item = logRecord(input);
        if (item.topic().equals(topics.commands())) {
            foldCommand(item);
            held.release(this::foldEvent);
        } else if (!held.isEmpty() || !foldEvent(item)) {
            held.add(item);
        }
    }

    private void foldCommand(LogRecord item) {
        now = item.timestamp();
        try {
            commands.fold(item);
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
        }
        moveTo(position.commandsAt(item.offset()));
    }

    /** Returns false when its command is not folded yet. */
    private boolean foldEvent(LogRecord item) {
        now = item.timestamp();
        try {
            if (!events.fold(item, position.commandsOffset())) {
                return false;
            }
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
        }
        moveTo(position.eventsAt(item.offset()));
        return true;
    }

    private void moveTo(Position next) {
        position = next;
        positions.put(next.logPartition(), next);
        moved = true;
    }

    /** Forwards the position, if it moved, after the rows that led to it. */
    void tellPosition(long time) {
        held.report(time, position.logPartition(), position.commandsOffset());
        if (moved) {
            moved = false;
            now = time;
            forward(HistoryCodec.positionKey(position.logPartition()), position);
        }
    }

    private void forward(String key, @Nullable HistoryRecord value) {
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
