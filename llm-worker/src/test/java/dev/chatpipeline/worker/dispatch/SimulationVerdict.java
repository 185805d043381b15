package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.guarantee.AcceptedIsDurable;
import dev.chatpipeline.testkit.guarantee.AttemptsAreFenced;
import dev.chatpipeline.testkit.guarantee.Guarantee;
import dev.chatpipeline.testkit.guarantee.Isolation;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.OneAnswerAtATime;
import dev.chatpipeline.testkit.guarantee.StreamIsExact;
import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.Prompt;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Checks a simulation that has come to rest. */
final class SimulationVerdict {

    private static final List<Guarantee> GUARANTEES = List.of(
            new AcceptedIsDurable(),
            new StreamIsExact(),
            new OneAnswerAtATime(),
            new AttemptsAreFenced(),
            new Isolation());

    private final Simulation simulation;
    private final Log log;

    SimulationVerdict(Simulation simulation) {
        this.simulation = simulation;
        this.log = new Log(commands(simulation.broker.commands), events(simulation.broker.events));
    }

    Log log() {
        return log;
    }

    /** @throws AssertionError that says what is broken */
    void check() {
        GUARANTEES.forEach(guarantee -> guarantee.check(new Observation(List.of(), log, null)));
        for (String session : log.sessions()) {
            log.turns(session).forEach(turn -> {
                checkIntroduction(turn);
                new SimulationEndVerdict(log, simulation.group, turn).check();
                new SimulationTakeoverVerdict(log, simulation.group, turn).check();
                checkPrompts(session, turn);
            });
            checkTurnsOnly(session);
        }
        new SimulationCommitsVerdict(log, simulation.group.commits()).check();
        checkNothingIsLeft();
    }

    /** A message is shown once, at its placement, before its turn ends. A command that makes no turn shows none. */
    private void checkIntroduction(Turn turn) {
        List<EventRecord> counting = log.counting(turn);
        List<EventRecord> shown = counting.stream()
                .filter(record -> record.head().type() == EventType.USER_MESSAGE)
                .toList();
        if (turn.placement() == null || !(turn.command() instanceof ChatCommand.SendMessage)) {
            require(shown.isEmpty(), "%s shows messages %s", turn, shown);
            return;
        }
        require(shown.size() == 1, "%s shows messages %s", turn, shown);
        require(
                shown.getFirst().offset() < log.ends(turn).getFirst().offset(),
                "%s is shown after its end: %s",
                turn,
                shown);
        require(
                shown.getFirst().event() instanceof ChatEvent.UserMessage message
                        && Objects.equals(message.parentId(), turn.placement().parentId()),
                "%s is shown elsewhere: %s",
                turn,
                shown);
    }

    /** Each prompt contained what the session's readers saw. */
    private void checkPrompts(String session, Turn turn) {
        List<EventRecord> firsts = log.counting(turn).stream()
                .filter(record -> record.head().type() == EventType.CHAT_CHUNK
                        && record.head().seq() == 0)
                .toList();
        if (turn.placement() == null || firsts.isEmpty()) {
            return;
        }
        Conversation rows = new Conversation(session);
        for (Turn other : log.turns(session)) {
            if (other.number() <= turn.number() && other.placement() != null) {
                String text = other == turn
                        ? ""
                        : SimulatedProjection.textOf(log.ends(other).getFirst().event());
                SimulatedProjection.restore(rows, other.command(), other.placement(), text);
            }
        }
        List<Prompt.Message> expected = rows.pathTo(turn.placement().questionId());
        for (EventRecord first : firsts) {
            String call = SimulatedModels.callOf(((ChatEvent.ChatChunk) first.event()).chunk());
            var asked = Objects.requireNonNull(simulation.asked.get(call)).messages();
            require(asked.equals(expected), "%s: the model was asked %s (expected: %s)", first, asked, expected);
        }
    }

    private void checkTurnsOnly(String session) {
        Set<Long> turns = log.turns(session).stream().map(Turn::number).collect(Collectors.toSet());
        log.counting(session)
                .forEach(record -> require(turns.contains(record.head().turn()), "%s is of no turn", record));
    }

    private void checkNothingIsLeft() {
        for (SimulatedWorker worker : simulation.workers.all()) {
            if (worker.isAlive()) {
                require(worker.permits().taken() == 0, "%s holds permits", worker.self());
                require(worker.permits().takenAlone() == 0, "%s holds the permit for one alone", worker.self());
                int backlog = worker.backlog().turns();
                require(backlog == 0, "%s has a backlog of %d", worker.self(), backlog);
                require(!worker.isDraining(), "%s has not drained", worker.self());
                SimulatedOwnership owned = worker.owned();
                require(
                        owned == null || owned.done() == simulation.broker.commands.end(),
                        "%s did not finish its commands",
                        worker.self());
            }
        }
    }

    static void require(boolean holds, String what, Object... of) {
        if (!holds) {
            throw new AssertionError(what.formatted(of));
        }
    }

    private static List<CommandRecord> commands(SimulatedTopic topic) {
        return records(topic)
                .map(record -> {
                    CommandHead head = CommandHead.from(record.headers());
                    return new CommandRecord(
                            record.partition(),
                            record.offset(),
                            head,
                            ChatJson.readCommand(head.type(), record.value()));
                })
                .toList();
    }

    private static List<EventRecord> events(SimulatedTopic topic) {
        return records(topic)
                .map(record -> {
                    EventHead head = EventHead.from(record.headers());
                    return new EventRecord(
                            record.partition(),
                            record.offset(),
                            record.key(),
                            head,
                            ChatJson.readEvent(head.type(), record.value()));
                })
                .toList();
    }

    private static Stream<ConsumerRecord<String, byte[]>> records(SimulatedTopic topic) {
        return topic.records().stream();
    }
}
