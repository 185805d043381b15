package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Both topics from their beginning, and what they mean by the rules of the protocol. */
public final class Log {

    private final List<CommandRecord> commands;
    private final List<EventRecord> events;
    private final Map<String, List<EventRecord>> counting = new LinkedHashMap<>();
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

    /** A readable record of {@code chat.commands}. */
    public record CommandRecord(int partition, long offset, CommandHead head, ChatCommand command) {}

    /** A readable record of {@code chat.events}; the session is the record's key. */
    public record EventRecord(int partition, long offset, String sessionId, EventHead head, ChatEvent event) {

        @Override
        public String toString() {
            return head.type().wire() + " of turn " + head.turn() + ", attempt " + head.attempt() + " by " + head.by()
                    + " at " + partition + "@" + offset;
        }
    }

    /**
     * A command that is no resend.
     *
     * @param number    its offset
     * @param placement null when the message it refers to is not known: it is rejected and has no row
     */
    public record Turn(int partition, long number, ChatCommand.Ask command, Placement.@Nullable Turn placement) {

        /** Where the answer goes. */
        public String answerId() {
            return command.answerId();
        }
    }

    /** Each list in offset order within a partition. */
    public Log(List<CommandRecord> commands, List<EventRecord> events) {
        this.commands = List.copyOf(commands);
        this.events = List.copyOf(events);
        foldEvents();
        placeCommands();
    }

    public List<CommandRecord> commands() {
        return commands;
    }

    public List<EventRecord> events() {
        return events;
    }

    /** Every session that has a turn. */
    public Collection<String> sessions() {
        return turns.keySet();
    }

    /** The session's turns in log order. */
    public List<Turn> turns(String sessionId) {
        return turns.getOrDefault(sessionId, List.of());
    }

    /** The session's events that count, in log order. */
    public List<EventRecord> counting(String sessionId) {
        return counting.getOrDefault(sessionId, List.of());
    }

    /** The events of one turn that count, in log order. */
    public List<EventRecord> counting(Turn turn) {
        return counting(turn.command().sessionId()).stream()
                .filter(event -> event.head().turn() == turn.number())
                .toList();
    }

    /** The ends of one turn that count; exactly one if the guarantees hold. */
    public List<EventRecord> ends(Turn turn) {
        return counting(turn).stream()
                .filter(event -> event.head().type().isEnd())
                .toList();
    }

    /** The offset of the session's last deletion, which erases the turns before it; -1 when there is none. */
    public long deletedAt(String sessionId) {
        return commands.stream()
                .filter(record -> record.command() instanceof ChatCommand.DeleteSession delete
                        && delete.sessionId().equals(sessionId))
                .mapToLong(CommandRecord::offset)
                .max()
                .orElse(-1);
    }

    private void foldEvents() {
        Map<String, SessionState> states = new LinkedHashMap<>();
        for (EventRecord event : events) {
            Step step = SessionReducer.fold(states.getOrDefault(event.sessionId(), SessionState.EMPTY), event.head());
            states.put(event.sessionId(), step.state());
            if (step.counts()) {
                counting.computeIfAbsent(event.sessionId(), id -> new ArrayList<>())
                        .add(event);
            }
        }
    }

    private void placeCommands() {
        Map<String, KnownIds> known = new LinkedHashMap<>();
        for (CommandRecord record : commands) {
            if (!(record.command() instanceof ChatCommand.Ask ask)) {
                continue;
            }
            KnownIds ids = known.computeIfAbsent(ask.sessionId(), id -> new KnownIds());
            Placement placement = TurnRules.place(ask, ids);
            if (placement instanceof Placement.Resend) {
                continue;
            }
            Placement.Turn placed = placement instanceof Placement.Turn turn ? turn : null;
            if (placed != null) {
                ids.add(ask, placed);
            }
            turns.computeIfAbsent(ask.sessionId(), id -> new ArrayList<>())
                    .add(new Turn(record.partition(), record.offset(), ask, placed));
        }
    }

    /** A reader that has seen every command so far. */
    private static final class KnownIds implements TurnRules.Known {

        private final Map<String, String> questionById = new LinkedHashMap<>();
        private @Nullable String lastAnswerId;

        void add(ChatCommand.Ask ask, Placement.Turn turn) {
            questionById.put(ask.requestId(), "");
            questionById.put(turn.answerId(), turn.questionId());
            lastAnswerId = turn.answerId();
        }

        @Override
        public boolean contains(String id) {
            return questionById.containsKey(id);
        }

        @Override
        public @Nullable String questionOf(String answerId) {
            String question = questionById.get(answerId);
            return question == null || question.isEmpty() ? null : question;
        }

        @Override
        public @Nullable String lastAnswerId() {
            return lastAnswerId;
        }
    }
}
