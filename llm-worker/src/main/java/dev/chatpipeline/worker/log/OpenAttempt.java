package dev.chatpipeline.worker.log;

import java.time.Instant;

/**
 * The attempt that counts, of a turn that has started and not ended, as the log tells it.
 *
 * @param turn       the turn's number
 * @param number     the attempt's number
 * @param by         the worker whose attempt it is
 * @param startedAt  offset of its start in {@code chat.events}
 * @param aloneTries attempts at this turn that ran alone, this one included
 * @param life       what its worker last showed of itself
 */
public record OpenAttempt(long turn, int number, String by, long startedAt, int aloneTries, Life life) {

    /**
     * Signs of life of an attempt's worker.
     *
     * @param kept     whether it handed the partition over and goes on with this attempt
     * @param lastSeen when a record of the attempt was last read
     */
    public record Life(boolean kept, Instant lastSeen) {}

    OpenAttempt seen(boolean keeps, Instant now) {
        return new OpenAttempt(turn, number, by, startedAt, aloneTries, new Life(life.kept || keeps, now));
    }
}
