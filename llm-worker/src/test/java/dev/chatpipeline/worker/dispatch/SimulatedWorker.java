package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.lane.LaneLimits;
import dev.chatpipeline.worker.log.EventWriter;
import dev.chatpipeline.worker.log.PartialAnswerReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A worker process: real lanes with simulated threads, timer, producer and models. */
final class SimulatedWorker {

    private static final int TASK_WEIGHT = 8;
    private static final List<Integer> WARM_CHARACTERS = List.of(0, 60, 100_000);
    private static final int MAX_ANSWER_BYTES = 40;
    private static final int POISON_TRIES = 2;
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STALL = Duration.ofSeconds(20);
    private static final Duration HISTORY_WARNING = Duration.ofSeconds(30);
    static final Duration LEASE = Duration.ofSeconds(6);

    private final SimulatedBroker broker;
    private final SimulatedGroup group;
    private final SimulatedFate fate;
    private final SimulatedPreemption preemption;
    private final SimulatedProducer producer;
    private final SimulatedModels models;
    private final LaneContext context;
    private final AnswerPermits permits;
    private final Backlog backlog;
    private final List<Runnable> tasks = new ArrayList<>();
    private final SimulatedTimer timer;
    private final List<SimulatedOwnership> draining = new ArrayList<>();
    private @Nullable SimulatedOwnership owned;
    private boolean alive = true;
    private boolean hung;
    private boolean leaving;

    SimulatedWorker(
            String self,
            SimulatedBroker broker,
            SimulatedGroup group,
            SimulatedProjection projection,
            Map<String, Prompt> asked,
            SimulatedFate fate,
            SimulatedTime time,
            SimulatedPreemption preemption) {
        this.broker = broker;
        this.group = group;
        this.fate = fate;
        this.preemption = preemption;
        this.producer = new SimulatedProducer(fate, broker, preemption);
        this.timer = new SimulatedTimer(time);
        this.models = new SimulatedModels(self, fate, asked);
        this.permits = new AnswerPermits(fate.between(1, 2));
        this.backlog = new Backlog(fate.between(1, 6));
        this.context = new LaneContext(
                new LaneContext.Log(
                        self,
                        new EventWriter(broker.topics, producer),
                        new PartialAnswerReader(broker.topics.events(), broker.events::reader)),
                new LaneContext.Sources(models, projection),
                new LaneContext.Run(tasks::add, timer, time),
                permits,
                limits());
    }

    private LaneLimits limits() {
        return new LaneLimits(
                LEASE,
                RETRY,
                new LaneLimits.AnswerLimits(MAX_ANSWER_BYTES, STALL),
                new LaneLimits.MemoryLimits(fate.oneOf(WARM_CHARACTERS), HISTORY_WARNING),
                POISON_TRIES);
    }

    String self() {
        return context.log().self();
    }

    AnswerPermits permits() {
        return permits;
    }

    Backlog backlog() {
        return backlog;
    }

    @Nullable
    SimulatedOwnership owned() {
        return owned;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isHung() {
        return hung;
    }

    /** Whether it can be assigned the partition. */
    boolean isMember() {
        return alive && !hung && !leaving;
    }

    boolean isPoisoned() {
        return alive && models.isPoisoned();
    }

    boolean isDraining() {
        return !draining.isEmpty();
    }

    /** When its timer fires next; null if nothing is scheduled. */
    @Nullable
    Instant nextWake() {
        return alive && !hung ? timer.next() : null;
    }

    void offer(SimulatedChoices choices) {
        producer.offerLanding(choices);
        if (!alive || hung) {
            return;
        }
        if (!tasks.isEmpty()) {
            choices.due(TASK_WEIGHT, this::runTask);
        }
        timer.offer(choices);
        producer.offerAnswer(choices);
        models.offer(choices);
        if (owned != null) {
            owned.offer(choices);
            if (!group.isOwner(owned)) {
                choices.due(1, this::lose);
            }
        }
        draining.forEach(ownership -> ownership.offerFollowing(choices));
        if (leaving) {
            choices.may(1, this::exit);
        }
    }

    private void runTask() {
        preemption.run(tasks.remove(fate.random().nextInt(tasks.size())));
    }

    /** The group assigns it the partition. */
    void own() {
        lose();
        owned = new SimulatedOwnership(broker, fate, group, context, backlog, group.committed());
        group.assign(self(), owned);
    }

    /** It learns that it has lost the partition. */
    private void lose() {
        if (owned != null) {
            owned.partition().lose();
            owned = null;
        }
    }

    /** It hands over the partition. That is done once the log says which answers it keeps. */
    CompletableFuture<Void> handOver() {
        SimulatedOwnership given = owned;
        if (given == null) {
            return CompletableFuture.completedFuture(null);
        }
        owned = null;
        given.commit();
        draining.add(given);
        return given.partition().handOver(() -> draining.remove(given));
    }

    /** It is told to stop. */
    CompletableFuture<Void> leave() {
        leaving = true;
        return handOver();
    }

    private void exit() {
        draining.forEach(ownership -> ownership.partition().lose());
        draining.clear();
        alive = false;
    }

    void kill() {
        producer.kill();
        alive = false;
    }

    void hang() {
        hung = true;
    }

    void comeBack() {
        hung = false;
    }
}
