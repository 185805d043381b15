package dev.chatpipeline.worker.dispatch;

import java.util.Random;

/** Hands a topic over to a reader as {@link LogFollower} does, a record or a position at a time. */
final class SimulatedFollower {

    private static final int WEIGHT = 6;

    private final SimulatedTopic topic;
    private final long from;
    private final LogFollower.Reader reader;
    private boolean placed;
    private long next;
    private long told;

    SimulatedFollower(SimulatedTopic topic, long from, LogFollower.Reader reader) {
        this.topic = topic;
        this.from = from;
        this.reader = reader;
    }

    void offer(SimulatedChoices choices, Random random) {
        if (!placed || next < topic.end() || told < next) {
            choices.due(WEIGHT, () -> step(random));
        }
    }

    private void step(Random random) {
        if (!placed) {
            placed = true;
            next = Math.min(from, topic.end());
            told = next;
            reader.endFound(topic.end());
            reader.position(next);
        } else if (next < topic.end() && (told == next || random.nextBoolean())) {
            reader.record(topic.at(next++));
        } else {
            told = next;
            reader.position(told);
        }
    }
}
