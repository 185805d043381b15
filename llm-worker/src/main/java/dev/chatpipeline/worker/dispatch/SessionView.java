package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.SessionState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the log says of a lane's session, as far as it was read; asked anew before each step, in the mailbox. */
final class SessionView {

    private final String sessionId;
    private final OwnedPartition partition;
    private final LaneServices services;
    private final SessionMemory memory;

    SessionView(String sessionId, OwnedPartition partition, LaneServices services, SessionMemory memory) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.services = services;
        this.memory = memory;
    }

    SessionState state() {
        return partition.state(sessionId);
    }

    boolean hasEnded(PlacedTurn placed) {
        return state().hasEnded(placed.offset());
    }

    /** The attempt that left the turn open, null when none did. */
    @Nullable
    OpenTurn openTurn(PlacedTurn placed) {
        OpenTurn open = partition.openTurn(sessionId);
        return open == null || open.turn() != placed.offset() ? null : open;
    }

    /** Reads what an earlier attempt showed, up to the start of the one that counts now; calls back on another thread. */
    void readKept(OpenTurn cut, Consumer<Kept> read) {
        OpenTurn counting = partition.openTurn(sessionId);
        long end = counting == null ? cut.startedAt() : counting.startedAt();
        services.executor().execute(() -> {
            Kept kept = services.keptText().of(partition, sessionId, cut, end);
            if (kept != null) {
                read.accept(kept);
            }
        });
    }

    /** The stop that touches the turn, null when none does. */
    Cancels.@Nullable Cancel cancelOf(PlacedTurn placed) {
        return partition
                .cancels()
                .touching(sessionId, placed.offset(), placed.turn().answerId(), memory::lacks);
    }

    /** Whether the turn is to end without a start; only one that no attempt left open can. */
    boolean endsEarly(PlacedTurn placed) {
        SessionState state = state();
        boolean canEnd = placed.offset() > state.turn() && !state.hasEnded(placed.offset());
        return canEnd && (placed.refusal() != null || cancelOf(placed) != null);
    }

    /**
     * Whether workers died on two attempts at this turn. After the first it is taken over beside all the others that
     * were cut; the second makes it suspect.
     */
    boolean diedTwice(PlacedTurn placed) {
        OpenTurn open = openTurn(placed);
        return open != null && open.attempt() > 1 && !open.by().equals(services.self());
    }

    /**
     * How long to wait for another worker that goes on with this turn, as far as its records show: one that gave the
     * partition away, or one that overtook this one, which then may have lost the partition and not know it. Zero when
     * there is none.
     *
     * @param overtakenBy the last worker that overtook this one in the session, null when none did
     */
    Duration isElsewhereFor(PlacedTurn placed, @Nullable String overtakenBy) {
        OpenTurn open = openTurn(placed);
        if (open == null || !(open.kept() || open.by().equals(overtakenBy))) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(
                services.clock().instant(),
                open.lastLife().plus(services.properties().lease()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
