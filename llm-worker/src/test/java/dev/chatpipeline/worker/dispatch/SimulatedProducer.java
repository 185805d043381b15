package dev.chatpipeline.worker.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** A worker's producer: records land in the order sent, unless they fail; what failed may land later, or have landed. */
final class SimulatedProducer extends MockProducer<String, byte[]> {

    private static final int WEIGHT = 6;
    private static final int REFUSED_PERCENT = 1;

    private record Sent(ProducerRecord<String, byte[]> record, Callback callback) {}

    private final SimulatedFate fate;
    private final SimulatedBroker broker;
    private final SimulatedPreemption preemption;
    private final Deque<Sent> onTheWay = new ArrayDeque<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();

    SimulatedProducer(SimulatedFate fate, SimulatedBroker broker, SimulatedPreemption preemption) {
        this.fate = fate;
        this.broker = broker;
        this.preemption = preemption;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
        if (fate.strikes(REFUSED_PERCENT)) {
            throw new TimeoutException("no room in the buffer");
        }
        onTheWay.add(new Sent(record, callback));
        preemption.point();
        return new CompletableFuture<>();
    }

    /** What is on its way lands, be the process alive or not. */
    void offerLanding(SimulatedChoices choices) {
        if (!onTheWay.isEmpty()) {
            choices.due(WEIGHT, this::land);
        }
    }

    /** The process is told what became of its records. */
    void offerAnswer(SimulatedChoices choices) {
        if (!answers.isEmpty()) {
            choices.due(WEIGHT, () -> answers.remove().run());
        }
    }

    /** The process dies; of what it had sent a part still lands. */
    void kill() {
        for (int gone = fate.between(0, onTheWay.size()); gone > 0; gone--) {
            onTheWay.removeLast();
        }
    }

    private void land() {
        Sent sent = onTheWay.remove();
        switch (broker.fateOf(sent.record())) {
            case WRITTEN -> {
                long offset = broker.append(sent.record());
                TopicPartition partition = new TopicPartition(sent.record().topic(), SimulatedTopic.PARTITION);
                answers.add(() -> sent.callback()
                        .onCompletion(
                                new RecordMetadata(partition, offset, 0, RecordMetadata.UNKNOWN_PARTITION, 0, 0),
                                null));
            }
            case WRITTEN_BUT_FAILED -> {
                broker.append(sent.record());
                fail(sent);
            }
            case FAILED_AND_WRITTEN_LATER -> {
                broker.appendLater(sent.record());
                fail(sent);
            }
            case FAILED -> fail(sent);
        }
    }

    private void fail(Sent sent) {
        answers.add(() -> sent.callback().onCompletion(null, new TimeoutException("not acknowledged in time")));
    }
}
