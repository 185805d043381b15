package dev.chatpipeline.projector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatpipeline.contracts.HistoryJson;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Produced;

/** Serializes the records of {@code chat.history}. This package does not read them. */
final class HistorySerdes {

    private HistorySerdes() {}

    static Produced<HistoryKey, HistoryRecord> produced() {
        return Produced.with(
                keys(), values(), (topic, key, value, partitions) -> Optional.of(Set.of(key.partition(partitions))));
    }

    private static Serde<HistoryKey> keys() {
        return Serdes.serdeFrom(
                (topic, key) -> key.text().getBytes(UTF_8),
                (topic, bytes) -> HistoryKey.parse(new String(bytes, UTF_8)));
    }

    private static Serde<HistoryRecord> values() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : HistoryJson.write(value), (topic, bytes) -> null);
    }
}
