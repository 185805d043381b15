package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

class TopicsTest {

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    @Property
    void aSessionsPartitionIsThatOfKafkasDefaultPartitioner(
            @ForAll @StringLength(min = 1, max = 128) String sessionId,
            @ForAll @IntRange(min = 1, max = 100) int partitions) {
        assertThat(Topics.partitionOf(sessionId, partitions))
                .isEqualTo(BuiltInPartitioner.partitionForKey(sessionId.getBytes(StandardCharsets.UTF_8), partitions));
    }

    @Example
    void theNamesAreThoseOfTheContract() {
        assertThat(TOPICS.all())
                .containsExactly("chat.commands", "chat.events", "chat.history", "chat.signals", "chat.commands.dlq");
    }

    @Example
    void aCommandGoesToItsSessionsPartition() {
        ChatCommand command = new ChatCommand.Cancel("s1", null, "u1", Instant.EPOCH);
        ProducerRecord<String, byte[]> record = TOPICS.record(command, false, 12);
        assertThat(record.topic()).isEqualTo("chat.commands");
        assertThat(record.key()).isEqualTo("s1");
        assertThat(record.partition()).isEqualTo(Topics.partitionOf("s1", 12));
        assertThat(record.value()).isEqualTo(ChatJson.write(command));
        assertThat(CommandHead.from(record.headers())).isEqualTo(CommandHead.of(command, false));
    }

    @Example
    void anEventGoesToThePartitionOfItsCommand() {
        ChatEvent event = new ChatEvent.ChatHeartbeat("s1", "a1", Instant.EPOCH, 1);
        EventHead head = new EventHead(EventType.CHAT_HEARTBEAT, 4, 1, 0, "a1", "w1");
        ProducerRecord<String, byte[]> record = TOPICS.record(event, head, 7);
        assertThat(record.topic()).isEqualTo("chat.events");
        assertThat(record.key()).isEqualTo("s1");
        assertThat(record.partition()).isEqualTo(7);
        assertThat(record.value()).isEqualTo(ChatJson.write(event));
        assertThat(EventHead.from(record.headers())).isEqualTo(head);
    }

    @Example
    void anImpossibleLayoutIsRefused() {
        assertThatThrownBy(() -> new TopicLayout(12, 1, 2, TopicLayout.DEFAULT_MAX_MESSAGE_BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "topics: partitions 12, replication 1, min-isr 2 (expected: all >= 1, min-isr <= replication)");
    }
}
