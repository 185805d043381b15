package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** The group coordinator's state: the partition's owner and the commits. */
final class SimulatedGroup {

    private static final int COMMIT_LOST_PERCENT = 5;

    /**
     * A commit that was accepted.
     *
     * @param eventsEnd the end of {@code chat.events} then
     */
    record Commit(OffsetAndMetadata offset, long eventsEnd) {}

    /** The ends of both topics. */
    record Seen(long commandsEnd, long eventsEnd) {

        private static final Seen NOTHING = new Seen(0, 0);
    }

    private final SimulatedBroker broker;
    private final SimulatedFate fate;
    private final SimulationTrace trace;
    private final List<Commit> commits = new ArrayList<>();
    private final Map<String, Seen> firstByWorker = new HashMap<>();
    private @Nullable SimulatedOwnership owner;

    SimulatedGroup(SimulatedBroker broker, SimulatedFate fate, SimulationTrace trace) {
        this.broker = broker;
        this.fate = fate;
        this.trace = trace;
    }

    List<Commit> commits() {
        return commits;
    }

    @Nullable
    OffsetAndMetadata committed() {
        return commits.isEmpty() ? null : commits.getLast().offset();
    }

    boolean isOwner(SimulatedOwnership ownership) {
        return owner == ownership;
    }

    /** The previous owner may not know. */
    void assign(String worker, SimulatedOwnership ownership) {
        firstByWorker.putIfAbsent(worker, new Seen(broker.commands.end(), broker.events.end()));
        owner = ownership;
    }

    /** What this worker knew at least when it acted: the log as it was when it first owned the partition. */
    Seen seenBy(String worker) {
        return firstByWorker.getOrDefault(worker, Seen.NOTHING);
    }

    /** Only the owner's commits are accepted. */
    void commit(SimulatedOwnership by, OffsetAndMetadata offset) {
        if (owner == by && !fate.strikes(COMMIT_LOST_PERCENT)) {
            commits.add(new Commit(offset, broker.events.end()));
            trace.say("committed %d, fold from %s", offset.offset(), offset.metadata());
        }
    }
}
