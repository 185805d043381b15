package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.model.Records.Command;
import dev.chatpipeline.contracts.model.Records.Event;
import dev.chatpipeline.contracts.model.Records.Outcome;
import dev.chatpipeline.contracts.model.Records.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The partition from an assignment to its loss: command poll, tail, control reader, lanes, and what may be committed. */
final class Ownership {

    final World world;
    private final ModelWorker worker;
    private final long generation;
    private final Map<String, SessionState> states = new HashMap<>();
    private final Map<String, Lane> lanes = new TreeMap<>();
    private final List<Command> stops = new ArrayList<>();

    // Commands that have begun and are not done, each with the offset from which a new owner must fold events to know
    // it.
    private final SortedMap<Long, Long> undone = new TreeMap<>();
    // The first event of a turn that has not begun here: only a former owner can have written it.
    private final SortedMap<Long, Long> foreign = new TreeMap<>();

    private final long commandsEnd;
    private final long eventsEnd;
    private final long foldFrom;
    private long polled;
    private long controlled;
    private long folded;
    private boolean beginsNothing;
    private boolean abandoned;

    Ownership(ModelWorker worker, World world) {
        this.worker = worker;
        this.world = world;
        this.generation = world.generation;
        this.polled = world.committed;
        this.controlled = world.committed;
        this.foldFrom = world.committedFold;
        this.folded = foldFrom;
        this.commandsEnd = world.commands.size();
        this.eventsEnd = world.events.size();
    }

    void step() {
        switch (world.random.nextInt(8)) {
            case 0, 1, 2 -> tail();
            case 3 -> poll();
            case 4 -> control();
            case 5 -> commit();
            default -> {
                if (!lanes.isEmpty()) {
                    int which = world.random.nextInt(lanes.size());
                    lanes.values().stream()
                            .skip(which)
                            .findFirst()
                            .orElseThrow()
                            .step();
                }
            }
        }
    }

    void beginNothing() {
        beginsNothing = true;
    }

    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean beginsNothing() {
        return beginsNothing;
    }

    boolean isIdle() {
        return lanes.values().stream().noneMatch(Lane::isRunning);
    }

    boolean isReady() {
        return folded >= eventsEnd && controlled >= commandsEnd;
    }

    SessionState state(String session) {
        return states.getOrDefault(session, SessionState.EMPTY);
    }

    boolean isStopped(long turn, String session) {
        return stops.stream().anyMatch(stop -> stop.stops(turn, session));
    }

    void send(String session, EventType type, long turn, int attempt, long seq, String text, Outcome outcome) {
        EventHead head = new EventHead(type, turn, attempt, seq, "a" + turn, worker.id);
        worker.sent.add(new Sent(worker, session, head, text, outcome));
    }

    void done(long turn) {
        undone.remove(turn);
    }

    void commit() {
        if (abandoned || beginsNothing || generation != world.generation) {
            return;
        }
        world.committed = undone.isEmpty() ? polled : undone.firstKey();
        long fold = folded;
        for (long from : undone.values()) {
            fold = Math.min(fold, from);
        }
        if (!world.mutated(Mutation.FOLD_FROM_OWN_POSITION)) {
            for (long from : foreign.values()) {
                fold = Math.min(fold, from);
            }
        }
        world.committedFold = fold;
        forgetSettledSessions();
    }

    /** Forgets sessions, as a worker must to bound its memory. */
    private void forgetSettledSessions() {
        states.entrySet().removeIf(entry -> {
            Lane lane = lanes.get(entry.getKey());
            SessionState state = entry.getValue();
            return (lane == null || lane.isDone())
                    && state.turn() < world.committed
                    && state.endedEarly().stream().allMatch(turn -> turn < world.committed);
        });
    }

    private void poll() {
        if (beginsNothing || polled >= world.commands.size()) {
            return;
        }
        Command command = world.commands.get((int) polled++);
        if (!command.stops()) {
            undone.put(command.offset(), foldFrom(command.offset()));
            lanes.computeIfAbsent(command.session(), session -> new Lane(session, this))
                    .take(command.offset());
        }
    }

    private long foldFrom(long turn) {
        if (world.mutated(Mutation.FOLD_FROM_OWN_POSITION)) {
            return turn >= commandsEnd ? folded : foldFrom;
        }
        @Nullable Long first = foreign.remove(turn);
        return first == null ? folded : first;
    }

    private void control() {
        if (controlled < world.commands.size()) {
            Command command = world.commands.get((int) controlled++);
            if (command.stops()) {
                stops.add(command);
            }
        }
    }

    private void tail() {
        if (folded >= world.events.size()) {
            return;
        }
        Event event = world.events.get((int) folded++);
        EventHead head = event.head();
        Step step = world.fold(state(event.session()), head);
        states.put(event.session(), step.state());
        if (head.turn() >= polled) {
            foreign.putIfAbsent(head.turn(), event.offset());
        }
        Lane lane = lanes.get(event.session());
        if (lane == null) {
            return;
        }
        boolean decisive = head.type() == EventType.CHAT_STARTED || head.type().isEnd();
        if (decisive && head.by().equals(worker.id)) {
            lane.readBack(event.offset(), step.counts());
        } else if (head.type() == EventType.CHAT_STARTED && step.counts()) {
            lane.overtaken(head.turn(), head.attempt());
        }
    }
}
