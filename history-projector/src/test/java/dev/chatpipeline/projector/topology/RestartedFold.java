package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.records.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Folds one partition with a task that a test can close and recreate on the same stores. */
final class RestartedFold {

    private static final Topics TOPICS = new Topics("t.");
    private static final int PARTITION = 0;

    private final List<StateStore> stores = new ArrayList<>();
    private final Map<String, HistoryRecord> history = new TreeMap<>();
    private MockProcessorContext<HistoryKey, HistoryRecord> context = new MockProcessorContext<>();
    private PartitionFold fold;

    RestartedFold() {
        for (StoreBuilder<?> builder : HistoryTopology.storeBuilders(Stores::inMemoryKeyValueStore)) {
            StateStore store =
                    builder.withCachingDisabled().withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            stores.add(store);
        }
        fold = open();
    }

    private PartitionFold open() {
        context = new MockProcessorContext<>();
        stores.forEach(context::addStateStore);
        return new PartitionFold(context, TOPICS);
    }

    /** Recreates the task on the same stores. */
    void restart() {
        read();
        fold = open();
    }

    void fold(long offset, ChatCommand command) {
        take(
                TOPICS.commands(),
                offset,
                command.sessionId(),
                ChatJson.write(command),
                CommandHead.of(command, false).toHeaders());
    }

    void fold(long offset, Said said) {
        take(
                TOPICS.events(),
                offset,
                said.event().sessionId(),
                ChatJson.write(said.event()),
                said.head().toHeaders());
    }

    private void take(String topic, long offset, String key, byte[] value, Headers headers) {
        context.setRecordMetadata(topic, PARTITION, offset);
        fold.fold(new Record<>(key, value, 0, headers));
    }

    /** The last reported position; null before the first. */
    @Nullable
    Position position() {
        fold.reportPosition(0);
        read();
        return (Position) history.get(new HistoryKey.OfPosition(PARTITION).text());
    }

    /** The current rows, by {@code session/message}. */
    Map<String, HistoryRecord> rows() {
        read();
        Map<String, HistoryRecord> rows = new TreeMap<>(history);
        rows.values().removeIf(Position.class::isInstance);
        return rows;
    }

    private void read() {
        context.forwarded().forEach(item -> {
            if (item.record().value() == null) {
                history.remove(item.record().key().text());
            } else {
                history.put(item.record().key().text(), item.record().value());
            }
        });
        context.resetForwards();
    }
}
