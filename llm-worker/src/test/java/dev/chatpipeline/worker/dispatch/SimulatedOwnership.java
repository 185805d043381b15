package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.Lane;
import dev.chatpipeline.worker.lane.LaneContext;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** A worker's ownership of the partition, with its readers. It replaces {@link CommandPoller}. */
final class SimulatedOwnership {

    private static final int POLL_WEIGHT = 4;
    private static final int FORGET_PERCENT = 10;

    private final SimulatedBroker broker;
    private final SimulatedFate fate;
    private final SimulatedGroup group;
    private final CommandRouter router;
    private final Backlog backlog;
    private final OwnedPartition partition;
    private final SimulatedFollower tail;
    private final SimulatedFollower control;
    private long position;
    private long done;
    private boolean paused;

    SimulatedOwnership(
            SimulatedBroker broker,
            SimulatedFate fate,
            SimulatedGroup group,
            LaneContext context,
            Backlog backlog,
            @Nullable OffsetAndMetadata committed) {
        this.broker = broker;
        this.fate = fate;
        this.group = group;
        this.router = new CommandRouter(context);
        this.backlog = backlog;
        this.position = committed == null ? 0 : committed.offset();
        this.done = position;
        this.partition = new OwnedPartition(SimulatedTopic.PARTITION, committed, context, backlog);
        this.tail = new SimulatedFollower(broker.events, partition.foldFrom(), partition.tail());
        this.control = new SimulatedFollower(broker.commands, position, partition.control());
    }

    OwnedPartition partition() {
        return partition;
    }

    /** The offset below which every command was done at the last commit. */
    long done() {
        return done;
    }

    /** The readers of an owned partition. */
    void offer(SimulatedChoices choices) {
        offerFollowing(choices);
        if (position < broker.commands.end() && !holdsBack()) {
            choices.due(POLL_WEIGHT, this::poll);
        }
        choices.may(1, this::commit);
        choices.may(1, this::sweep);
    }

    /** The readers that kept answers still need after the partition was handed over. */
    void offerFollowing(SimulatedChoices choices) {
        tail.offer(choices, fate.random());
        control.offer(choices, fate.random());
    }

    private boolean holdsBack() {
        paused = paused ? !backlog.hasRoom() : backlog.isFull();
        return paused;
    }

    private void poll() {
        router.route(broker.commands.at(position++), partition);
    }

    void commit() {
        OffsetAndMetadata commit = partition.commit();
        if (commit != null) {
            done = commit.offset();
            group.commit(this, commit);
        }
    }

    /** Bounds memory, here as if almost nothing fitted into it. */
    private void sweep() {
        List<Lane> idle = partition.lanes().stream().filter(Lane::isIdle).toList();
        if (!idle.isEmpty() && fate.percents(FORGET_PERCENT)) {
            partition.forget(Set.of(fate.oneOf(idle)));
        }
        partition.forgetSettledSessions();
    }
}
