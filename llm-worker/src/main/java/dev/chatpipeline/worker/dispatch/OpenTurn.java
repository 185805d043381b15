package dev.chatpipeline.worker.dispatch;

import java.time.Instant;

/**
 * A turn that runs, as the log tells it.
 *
 * @param turn       its number
 * @param attempt    the attempt that counts
 * @param by         the worker whose attempt it is
 * @param startedAt  offset of that attempt's start in {@code chat.events}
 * @param kept       whether that worker lost the partition gracefully and goes on
 * @param lastLife   when a record of that attempt was read last
 * @param aloneTries attempts at this turn that ran alone
 */
record OpenTurn(long turn, int attempt, String by, long startedAt, boolean kept, Instant lastLife, int aloneTries) {

    OpenTurn alive(boolean keep, Instant now) {
        return new OpenTurn(turn, attempt, by, startedAt, kept || keep, now, aloneTries);
    }
}
