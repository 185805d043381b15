package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.Topics;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Adapts a {@link PartitionFold} to Kafka Streams. */
final class HistoryFold implements Processor<String, byte[], HistoryKey, HistoryRecord> {

    private final Topics topics;
    private final Duration positionInterval;
    private @Nullable PartitionFold partition;

    HistoryFold(Topics topics, Duration positionInterval) {
        this.topics = topics;
        this.positionInterval = positionInterval;
    }

    @Override
    public void init(ProcessorContext<HistoryKey, HistoryRecord> context) {
        PartitionFold fold = new PartitionFold(context, topics);
        context.schedule(positionInterval, PunctuationType.WALL_CLOCK_TIME, fold::reportPosition);
        partition = fold;
    }

    @Override
    public void process(Record<String, byte[]> input) {
        if (partition == null) {
            throw new IllegalStateException("process: before init (expected: after)");
        }
        partition.fold(input);
    }
}
