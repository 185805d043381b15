package dev.chatpipeline.worker.lane;

import java.time.Duration;

/**
 * The bounds of a lane; their defaults and meaning for operators are those of {@code chat.worker}.
 *
 * @param lease    how long another worker's attempt is waited for after its last sign of life; a running attempt shows one
 *                 at least every third of it
 * @param retry    pause before something is tried again that Kafka or PostgreSQL did not do
 * @param answer   bounds of one answer
 * @param memory   bounds of what a lane knows of its session
 * @param poisonTries attempts that may run alone and die with their worker before the turn ends as poison
 */
public record LaneLimits(Duration lease, Duration retry, AnswerLimits answer, MemoryLimits memory, int poisonTries) {

    /**
     * @param maxBytes of its text in UTF-8
     * @param timeout  how long the model may take for it; its silence is bounded by the model itself
     */
    public record AnswerLimits(int maxBytes, Duration timeout) {}

    /**
     * @param maxCharacters of all texts of a session that is kept in memory
     * @param warnAfter     how long a read may wait for the projection before it is logged, again and again
     */
    public record MemoryLimits(int maxCharacters, Duration warnAfter) {}

    /** How often a running attempt shows a sign of life at the least. */
    Duration heartbeat() {
        return lease.dividedBy(3);
    }
}
