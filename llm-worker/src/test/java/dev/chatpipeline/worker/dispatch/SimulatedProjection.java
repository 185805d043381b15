package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.ConversationsUnavailableException;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows that have been projected so far: behind the log, and sometimes ahead of a worker. */
final class SimulatedProjection implements Conversations {

    private static final int WEIGHT = 3;
    private static final int FAILS_PERCENT = 5;

    private final SimulatedBroker broker;
    private final SimulatedFate fate;
    private final SimulatedPreemption preemption;
    private final Map<String, SessionState> states = new HashMap<>();
    private final Map<Long, String> textByTurn = new HashMap<>();
    private long commandsPosition;
    private long eventsPosition;

    SimulatedProjection(SimulatedBroker broker, SimulatedFate fate, SimulatedPreemption preemption) {
        this.broker = broker;
        this.fate = fate;
        this.preemption = preemption;
    }

    void offer(SimulatedChoices choices) {
        if (commandsPosition < broker.commands.end()) {
            choices.due(WEIGHT, () -> commandsPosition++);
        }
        if (eventsPosition < broker.events.end()) {
            ConsumerRecord<String, byte[]> next = broker.events.at(eventsPosition);
            EventHead head = EventHead.from(next.headers());
            if (head.turn() < commandsPosition) {
                choices.due(WEIGHT, () -> fold(next, head));
            }
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record, EventHead head) {
        eventsPosition++;
        SessionReducer.Step step = SessionReducer.fold(states.getOrDefault(record.key(), SessionState.EMPTY), head);
        states.put(record.key(), step.state());
        if (step.counts() && head.type().isEnd()) {
            textByTurn.put(head.turn(), textOf(ChatJson.readEvent(head.type(), record.value())));
        }
    }

    /** The text in an end. */
    static String textOf(ChatEvent end) {
        return switch (end) {
            case ChatEvent.ChatComplete e -> e.fullResponse();
            case ChatEvent.ChatCancelled e -> e.partialResponse();
            case ChatEvent.ChatError e -> Objects.requireNonNullElse(e.partialResponse(), "");
            case ChatEvent.UserMessage e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatQueued e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatStarted e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatChunk e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatHeartbeat e -> throw new IllegalArgumentException("no end: " + e);
        };
    }

    @Override
    public Optional<Conversation> load(String sessionId, int partition, long before, long position) {
        preemption.point();
        if (fate.strikes(FAILS_PERCENT)) {
            throw new ConversationsUnavailableException("the database is away", new IOException());
        }
        if (commandsPosition < before || eventsPosition < position) {
            return Optional.empty();
        }
        Conversation all = new Conversation(sessionId);
        Conversation rows = new Conversation(sessionId);
        for (long offset = 0; offset < before; offset++) {
            ConsumerRecord<String, byte[]> record = broker.commands.at(offset);
            if (record.key().equals(sessionId)
                    && ChatJson.readCommand(CommandHead.from(record.headers()).type(), record.value())
                            instanceof ChatCommand.Ask ask
                    && TurnRules.place(ask, all) instanceof Placement.Turn turn) {
                all.add(ask, turn);
                restore(rows, ask, turn, textByTurn.getOrDefault(offset, ""));
            }
        }
        preemption.point();
        return Optional.of(rows);
    }

    /** The rows of a turn. */
    static void restore(Conversation rows, ChatCommand.Ask ask, Placement.Turn turn, String text) {
        if (ask instanceof ChatCommand.SendMessage send) {
            rows.restore(send.messageId(), Role.USER, turn.parentId(), send.message());
        }
        rows.restore(turn.answerId(), Role.ASSISTANT, turn.questionId(), text);
    }
}
