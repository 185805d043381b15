package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.model.Records.Command;
import dev.chatpipeline.contracts.model.Records.Event;
import dev.chatpipeline.contracts.model.Records.Sent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One partition of both logs, the network, the group of workers, and random decisions made from a seed. */
final class World {

    private static final int WORKERS = 3;
    private static final int MAX_PROCESSES = 10;
    private static final int HEALING_STEPS = 20_000;
    private static final List<String> SESSIONS = List.of("s1", "s2");

    final Random random;
    final List<Command> commands = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    private final Set<Mutation> mutations;
    private final List<ModelWorker> workers = new ArrayList<>();
    private final List<Sent> late = new ArrayList<>();
    private final int turns;
    private final int misfortunes;
    private @Nullable ModelWorker owner;
    private boolean healing;

    // The group coordinator's state.
    long generation;
    long committed;
    long committedFold;

    World(long seed, Set<Mutation> mutations) {
        this.random = new Random(seed);
        this.mutations = mutations.isEmpty() ? EnumSet.noneOf(Mutation.class) : EnumSet.copyOf(mutations);
        this.turns = 2 + random.nextInt(6);
        this.misfortunes = 4 + random.nextInt(12);
        for (int i = 0; i < WORKERS; i++) {
            addWorker();
        }
    }

    /** Lets things go wrong for a while; then nothing fails until no work is left. */
    void run() {
        for (int left = 200 + random.nextInt(600); left > 0; left--) {
            step();
        }
        healing = true;
        workers.forEach(worker -> worker.hung = false);
        for (int left = HEALING_STEPS; left > 0 && !isSettled(); left--) {
            step();
        }
    }

    boolean mutated(Mutation mutation) {
        return mutations.contains(mutation);
    }

    /** The real reducer, unless a mutation leaves out one of its rules. */
    Step fold(SessionState state, EventHead head) {
        if (mutated(Mutation.EQUAL_ATTEMPT_COUNTS)
                && head.type() == EventType.CHAT_STARTED
                && state.open()
                && head.turn() == state.turn()
                && head.attempt() == state.attempt()) {
            return new Step(
                    new SessionState(state.turn(), state.attempt(), 0, true, state.introduced(), state.endedEarly()),
                    true);
        }
        if (mutated(Mutation.EARLY_END_FORGOTTEN)
                && head.type() == EventType.CHAT_CANCELLED
                && head.attempt() == 0
                && head.turn() > state.turn()) {
            return new Step(state, true);
        }
        return SessionReducer.fold(state, head);
    }

    private void step() {
        if (owner == null || !owner.alive) {
            assign();
        }
        int dice = random.nextInt(100);
        if (dice < misfortunes) {
            if (!healing) {
                misfortune();
            }
        } else if (dice < 30) {
            land(workers.get(random.nextInt(workers.size())));
        } else if (dice < 32) {
            landLate();
        } else {
            alive(random.nextInt(workers.size())).step();
        }
    }

    private ModelWorker alive(int from) {
        for (int i = 0; i < workers.size(); i++) {
            ModelWorker worker = workers.get((from + i) % workers.size());
            if (worker.alive) {
                return worker;
            }
        }
        return addWorker();
    }

    private void misfortune() {
        ModelWorker worker = workers.get(random.nextInt(workers.size()));
        switch (random.nextInt(20)) {
            case 0, 1 -> kill(worker);
            case 2, 3 -> worker.hung = true;
            case 4, 5, 6 -> worker.hung = false;
            case 7, 8, 9, 10, 11 -> assign();
            case 12, 13 -> handOver();
            case 14 -> cancel();
            default -> ask();
        }
    }

    private void ask() {
        if (commands.stream().filter(command -> !command.stops()).count() < turns) {
            commands.add(new Command(commands.size(), anySession(), false, -1));
        }
    }

    private void cancel() {
        if (!commands.isEmpty() && commands.size() < 2 * turns) {
            Command of = commands.get(random.nextInt(commands.size()));
            long turn = of.stops() || random.nextInt(3) == 0 ? -1 : of.offset();
            commands.add(new Command(commands.size(), of.session(), true, turn));
        }
    }

    private String anySession() {
        return SESSIONS.get(random.nextInt(4) == 0 ? 1 : 0);
    }

    /** Its records in flight arrive up to some record; the rest is lost. */
    private void kill(ModelWorker worker) {
        if (!worker.alive) {
            return;
        }
        worker.alive = false;
        for (int gone = random.nextInt(worker.sent.size() + 1); gone > 0; gone--) {
            worker.sent.removeLast();
        }
        if (workers.size() < MAX_PROCESSES) {
            addWorker();
        }
    }

    private ModelWorker addWorker() {
        ModelWorker worker = new ModelWorker("w" + workers.size(), this);
        workers.add(worker);
        return worker;
    }

    /** The group assigns the partition to another worker. The former owner may not know for a long time. */
    private void assign() {
        ModelWorker next = alive(random.nextInt(workers.size()));
        if (next != owner && !next.hung) {
            owner = next;
            generation++;
            next.assigned();
        }
    }

    /** The owner hands the partition over, and may finish running turns. */
    private void handOver() {
        if (owner != null && !owner.hung && owner.alive) {
            owner.commit();
            owner.revoked(random.nextBoolean());
            owner = null;
        }
    }

    boolean isOwner(ModelWorker worker) {
        return owner == worker;
    }

    private void land(ModelWorker worker) {
        Sent record = worker.sent.poll();
        if (record == null) {
            return;
        }
        int dice = healing ? 99 : random.nextInt(100);
        if (dice < 3) {
            append(record);
            worker.told.add(record.outcome()::failed);
        } else if (dice < 7) {
            late.add(record);
            worker.told.add(record.outcome()::failed);
        } else if (dice < 10) {
            worker.told.add(record.outcome()::failed);
        } else {
            long offset = append(record);
            worker.told.add(() -> record.outcome().landed(offset));
        }
    }

    private void landLate() {
        if (!late.isEmpty()) {
            Sent record = late.remove(random.nextInt(late.size()));
            if (random.nextInt(4) > 0) {
                append(record);
            }
        }
    }

    private long append(Sent record) {
        long offset = events.size();
        events.add(new Event(offset, record.session(), record.head(), record.text()));
        return offset;
    }

    private boolean isSettled() {
        return late.isEmpty()
                && owner != null
                && owner.alive
                && workers.stream().allMatch(worker -> worker.sent.isEmpty() && worker.isSettled())
                && committed == commands.size();
    }

    /** The turns of a session, in log order. */
    TreeSet<Long> turnsOf(String session) {
        TreeSet<Long> found = new TreeSet<>();
        for (Command command : commands) {
            if (!command.stops() && command.session().equals(session)) {
                found.add(command.offset());
            }
        }
        return found;
    }

    static List<String> sessions() {
        return SESSIONS;
    }
}
