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

/** A worker's producer. Records arrive in the order sent, unless a send fails; then they may have arrived, or arrive later. */
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

    /** Records in flight arrive, whether or not the process is alive. */
    void offerLanding(SimulatedChoices choices) {
        if (!onTheWay.isEmpty()) {
            choices.due(WEIGHT, this::land);
        }
    }

    /** The process learns the outcome of its sends. */
    void offerAnswer(SimulatedChoices choices) {
        if (!answers.isEmpty()) {
            choices.due(WEIGHT, () -> answers.remove().run());
        }
    }

    /** The process dies; some of its records in flight still arrive. */
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
