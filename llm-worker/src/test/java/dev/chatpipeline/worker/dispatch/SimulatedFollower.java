package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.log.PartitionListener;
import java.util.Random;

/** Delivers a topic to a listener as {@link dev.chatpipeline.worker.log.TopicReader} does, one record or position at a time. */
final class SimulatedFollower {

    private static final int WEIGHT = 6;

    private final SimulatedTopic topic;
    private final long from;
    private final PartitionListener listener;
    private boolean started;
    private long next;
    private long told;

    SimulatedFollower(SimulatedTopic topic, long from, PartitionListener listener) {
        this.topic = topic;
        this.from = from;
        this.listener = listener;
    }

    void offer(SimulatedChoices choices, Random random) {
        if (!started || next < topic.end() || told < next) {
            choices.due(WEIGHT, () -> step(random));
        }
    }

    private void step(Random random) {
        if (!started) {
            started = true;
            next = Math.min(from, topic.end());
            told = next;
            listener.endFound(topic.end());
            listener.position(next);
        } else if (next < topic.end() && (told == next || random.nextBoolean())) {
            listener.record(topic.at(next++));
        } else {
            told = next;
            listener.position(told);
        }
    }
}
