package dev.chatpipeline.worker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.testkit.ScratchTopic;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several listeners on one partition, each from its own offset: one of a new owner and one that drains. */
@UsesChatInfra
class TopicReaderTest {

    private final ScratchTopic topic = new ScratchTopic();
    private final TopicReader reader = new TopicReader(topic.name(), ScratchTopic::consumer);
    private final Thread thread = Thread.ofPlatform().unstarted(reader);

    private static final class Recording implements PartitionListener {
        private final List<Long> offsets = new CopyOnWriteArrayList<>();
        private volatile long end = -1;
        private volatile long position = -1;

        @Override
        public void endFound(long end) {
            this.end = end;
        }

        @Override
        public void record(ConsumerRecord<String, byte[]> record) {
            offsets.add(record.offset());
        }

        @Override
        public void position(long next) {
            position = next;
        }

        private void awaitPosition(long next) {
            await().atMost(Duration.ofSeconds(30)).until(() -> position == next);
        }
    }

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        reader.close();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        topic.close();
    }

    @Test
    void eachGetsItsOwnRecordsOnce() throws Exception {
        topic.write(0, 10);
        Recording first = follow(0, 2);
        first.awaitPosition(10);
        Recording behind = follow(0, 0);
        Recording ahead = follow(0, 7);
        behind.awaitPosition(10);
        topic.write(0, 5);
        for (Recording recording : List.of(first, behind, ahead)) {
            recording.awaitPosition(15);
        }
        assertThat(first.offsets).containsExactlyElementsOf(range(2, 15));
        assertThat(behind.offsets).containsExactlyElementsOf(range(0, 15));
        assertThat(ahead.offsets).containsExactlyElementsOf(range(7, 15));
        assertThat(List.of(first.end, behind.end, ahead.end)).containsOnly(10L);
    }

    @Test
    void oneLeavesAndTheOthersGoOn() throws Exception {
        topic.write(0, 3);
        topic.write(1, 3);
        Recording leaves = follow(0, 0);
        Recording stays = follow(0, 0);
        Recording elsewhere = follow(1, 1);
        leaves.awaitPosition(3);
        stays.awaitPosition(3);
        reader.stop(0, leaves);
        Recording later = follow(0, 0);
        later.awaitPosition(3);
        topic.write(0, 2);
        topic.write(1, 2);
        stays.awaitPosition(5);
        later.awaitPosition(5);
        elsewhere.awaitPosition(5);
        assertThat(leaves.offsets).containsExactlyElementsOf(range(0, 3));
        assertThat(stays.offsets).containsExactlyElementsOf(range(0, 5));
        assertThat(later.offsets).containsExactlyElementsOf(range(0, 5));
        assertThat(elsewhere.offsets).containsExactlyElementsOf(range(1, 5));
    }

    @Test
    void anOffsetOutsideTheLogIsItsNearestEnd() throws Exception {
        topic.write(0, 3);
        Recording beyond = follow(0, 100);
        beyond.awaitPosition(3);
        topic.write(0, 1);
        beyond.awaitPosition(4);
        assertThat(beyond.offsets).containsExactly(3L);
    }

    private Recording follow(int partition, long from) {
        Recording recording = new Recording();
        this.reader.read(partition, from, recording);
        return recording;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
