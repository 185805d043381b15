package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The topology that reads commands and events and writes history. */
public final class HistoryTopology {

    private HistoryTopology() {}

    /**
     * Adds the topology to the builder.
     *
     * @param positionInterval how often an advanced position is reported
     * @param stores           creates, by name, the stores that grow with the log
     */
    public static void build(
            StreamsBuilder builder,
            Topics topics,
            Duration positionInterval,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        ProcessorSupplier<String, byte[], HistoryKey, HistoryRecord> fold = new ProcessorSupplier<>() {
            @Override
            public HistoryFold get() {
                return new HistoryFold(topics, positionInterval);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return storeBuilders(stores);
            }
        };
        // A negative timestamp would kill the stream thread; a producer's wrong clock must not do that.
        Consumed<String, byte[]> consumed = Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withTimestampExtractor((item, partitionTime) -> Math.max(0, item.timestamp()));
        builder.stream(Set.of(topics.commands(), topics.events()), consumed)
                .process(fold)
                .to(topics.history(), HistorySerdes.produced());
    }

    /** The stores are cached, so that a session's state is written to the changelog once per commit, not once per token. */
    static Set<StoreBuilder<?>> storeBuilders(Function<String, KeyValueBytesStoreSupplier> stores) {
        return Set.of(
                Stores.keyValueStoreBuilder(
                                stores.apply(PartitionFold.SESSIONS), Serdes.String(), SessionFoldSerde.create())
                        .withCachingEnabled(),
                Stores.keyValueStoreBuilder(stores.apply(PartitionFold.IDS), Serdes.String(), KnownId.serde())
                        .withCachingEnabled(),
                Stores.keyValueStoreBuilder(stores.apply(PartitionFold.PENDING), Serdes.Long(), LogRecordSerde.create())
                        .withCachingEnabled(),
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(PartitionFold.POSITIONS),
                                Serdes.Integer(),
                                positionSerde())
                        .withCachingEnabled());
    }

    private static Serde<Position> positionSerde() {
        return Serdes.serdeFrom(
                (topic, position) -> position == null
                        ? null
                        : ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                                .putInt(position.logPartition())
                                .putLong(position.commandsOffset())
                                .putLong(position.eventsOffset())
                                .array(),
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return new Position(in.getInt(), in.getLong(), in.getLong());
                });
    }
}
