package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.log.Cancels;
import dev.chatpipeline.worker.log.OpenAttempt;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a lane's session, as far as it has been read. It is asked anew before each step, for another worker
 * may have taken the session's turns. Asking changes nothing. Confined to the mailbox.
 */
final class SessionView {

    private final String sessionId;
    private final Partition partition;
    private final SessionMemory memory;
    private final String self;
    private final LaneLimits limits;
    private final Clock clock;

    SessionView(String sessionId, Partition partition, SessionMemory memory, LaneContext context) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.memory = memory;
        this.self = context.log().self();
        this.limits = context.limits();
        this.clock = context.run().clock();
    }

    /** What may be done with the turn that is next. */
    sealed interface NextStep {

        /** It has ended: another worker did it. */
        record Skip() implements NextStep {}

        /** Another worker goes on with it; look again when its lease is over. */
        record Wait(Duration lease) implements NextStep {}

        /** It ends without a start. */
        record EndEarly() implements NextStep {}

        /** The session has to be read first. */
        record Read() implements NextStep {}

        /**
         * It may start, given a permit.
         *
         * @param known the session as of this turn
         * @param alone whether it runs with no other suspect turn beside it
         */
        record Start(Conversation known, boolean alone) implements NextStep {}
    }

    /** @param overtakenBy the worker that last overtook this one in the session, null when none did */
    NextStep nextStep(PlacedTurn next, @Nullable String overtakenBy) {
        if (hasEnded(next.turn())) {
            return new NextStep.Skip();
        }
        Duration lease = leaseOfOther(next, overtakenBy);
        if (!lease.isZero()) {
            return new NextStep.Wait(lease);
        }
        if (endsEarly(next)) {
            return new NextStep.EndEarly();
        }
        Conversation known = memory.asOf(next.turn());
        return known == null ? new NextStep.Read() : new NextStep.Start(known, isSuspect(next));
    }

    SessionState state() {
        return partition.sessions().state(sessionId);
    }

    boolean hasEnded(Turn turn) {
        return state().hasEnded(turn.offset());
    }

    /** The attempt that counts and has left the turn open, null when there is none. */
    @Nullable
    OpenAttempt openAttempt(PlacedTurn placed) {
        OpenAttempt open = partition.sessions().openAttempt(sessionId);
        return open == null || open.turn() != placed.offset() ? null : open;
    }

    /** The cancel that concerns the turn, null when there is none. */
    Cancels.@Nullable Cancel cancelOf(PlacedTurn placed) {
        return partition.cancels().of(sessionId, placed.offset(), placed.turn().answerId(), memory::lacks);
    }

    /** Whether the turn is to end without a start; only one that no attempt has left open can. */
    boolean endsEarly(PlacedTurn placed) {
        SessionState state = state();
        boolean canEnd = placed.offset() > state.turn() && !state.hasEnded(placed.offset());
        return canEnd && (placed.rejection() != null || cancelOf(placed) != null);
    }

    /** Whether so many workers have died on this turn that it is to end. */
    boolean isPoison(PlacedTurn placed) {
        OpenAttempt open = openAttempt(placed);
        return open != null && open.aloneTries() >= limits.poisonTries();
    }

    /**
     * Whether workers have died on two attempts at this turn. After the first death it is taken over beside all the others
     * that were cut; the second one makes it suspect.
     */
    private boolean isSuspect(PlacedTurn placed) {
        OpenAttempt open = openAttempt(placed);
        return open != null && open.number() > 1 && !open.by().equals(self);
    }

    /**
     * How long to wait for another worker that shows life on this turn: one that handed the partition over, or one that
     * overtook this worker, which then may have lost the partition without knowing. Zero when there is none.
     */
    private Duration leaseOfOther(PlacedTurn placed, @Nullable String overtakenBy) {
        OpenAttempt open = openAttempt(placed);
        if (open == null || !(open.life().kept() || open.by().equals(overtakenBy))) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), open.life().lastSeen().plus(limits.lease()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
