package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds one partition of commands and events, and says how far it is. */
final class PartitionFold {

    static final String SESSIONS = "sessions";
    static final String IDS = "ids";
    static final String POSITIONS = "positions";

    private final ProcessorContext<String, HistoryRecord> context;
    private final Topics topics;
    private final KeyValueStore<Integer, Position> positions;
    private final MalformedRecords malformed;
    private final CommandFold commands;
    private final EventFold events;

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
        int partition = context.taskId().partition();
        @Nullable Position stored = positions.get(partition);
        this.position = stored == null ? Position.start(partition) : stored;
        // What was committed may not have been told: a crash may lie between.
        this.moved = stored != null;
    }

    void fold(Record<String, byte[]> input) {
        LogRecord item = logRecord(input);
        boolean isCommand = item.topic().equals(topics.commands());
        now = input.timestamp();
        try {
            if (isCommand) {
                commands.fold(item);
            } else {
                events.fold(item);
            }
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
        }
        position = isCommand ? position.commandsAt(item.offset()) : position.eventsAt(item.offset());
        positions.put(position.logPartition(), position);
        moved = true;
    }

    /** Forwards the position, if it moved, after the rows that led to it. */
    void tellPosition(long time) {
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
