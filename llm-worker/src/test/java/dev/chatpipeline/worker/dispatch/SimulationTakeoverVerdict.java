package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.SimulationVerdict.require;

import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks takeovers: a kept answer is left alone for the lease. */
final class SimulationTakeoverVerdict {

    private final Log log;
    private final SimulatedGroup group;
    private final Turn turn;

    SimulationTakeoverVerdict(Log log, SimulatedGroup group, Turn turn) {
        this.log = log;
        this.group = group;
        this.turn = turn;
    }

    void check() {
        @Nullable EventRecord kept = null;
        for (EventRecord record : log.counting(turn)) {
            if (record.head().keep()) {
                kept = record;
            } else if (kept != null && record.head().type() == EventType.CHAT_STARTED) {
                // A later owner of the partition has read it before it acts.
                boolean known = kept.offset() < group.seenBy(record.head().by()).eventsEnd();
                Duration waited = Duration.between(
                        kept.event().timestamp(), record.event().timestamp());
                require(
                        !known || waited.compareTo(SimulatedWorker.LEASE) >= 0,
                        "%s takes over %s, which is kept, after %s",
                        record,
                        kept,
                        waited);
                kept = null;
            }
        }
    }
}
