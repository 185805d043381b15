package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.kafka.KafkaClients;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;

/** The worker's Kafka clients. */
final class WorkerClients {

    /** The consumer group of all workers, without the topics' prefix. */
    static final String GROUP = "llm-worker";

    private final KafkaClients kafka;
    private final WorkerProperties worker;

    WorkerClients(KafkaClients kafka, WorkerProperties worker) {
        this.kafka = kafka;
        this.worker = worker;
    }

    /** Writes events. */
    Producer<String, byte[]> producer() {
        return kafka.producer("worker-events", worker.deliveryTimeout());
    }

    /** Polls commands as one of the workers. */
    Consumer<String, byte[]> commands() {
        return kafka.groupMember(
                "worker-commands",
                GROUP,
                worker.sessionTimeout(),
                worker.heartbeat(),
                Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName()));
    }

    /** Follows the end of the events, by header. */
    Consumer<String, byte[]> tail() {
        return kafka.headerReader("worker-tail", Map.of());
    }

    /** Reads cancels. */
    Consumer<String, byte[]> control() {
        return kafka.reader("worker-control", Map.of());
    }

    /** Reads a partial answer. */
    Consumer<String, byte[]> partialAnswer() {
        return kafka.reader("worker-partial-answer", Map.of());
    }
}
