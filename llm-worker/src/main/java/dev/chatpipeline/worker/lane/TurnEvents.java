package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The events about a turn that has not started, and their heads. */
final class TurnEvents {

    private final String self;
    private final Clock clock;

    TurnEvents(String self, Clock clock) {
        this.self = self;
        this.clock = clock;
    }

    ChatEvent userMessage(ChatCommand.SendMessage send, @Nullable String parentId) {
        return new ChatEvent.UserMessage(
                send.sessionId(),
                send.messageId(),
                send.timestamp(),
                parentId,
                send.userId(),
                send.workspaceId(),
                send.message(),
                send.answerId());
    }

    EventHead userMessageHead(Turn turn, ChatCommand.SendMessage send) {
        return new EventHead(EventType.USER_MESSAGE, turn.offset(), 0, 0, send.messageId(), self);
    }

    ChatEvent queued(Turn turn, int ahead) {
        return new ChatEvent.ChatQueued(turn.sessionId(), turn.answerId(), clock.instant(), ahead);
    }

    ChatEvent cancelled(Turn turn, String by) {
        return new ChatEvent.ChatCancelled(turn.sessionId(), turn.answerId(), clock.instant(), 0, null, 0, "", by);
    }

    ChatEvent rejected(Turn turn, FailureCode code) {
        String why = code == FailureCode.SESSION_BUSY
                ? "The session has an answer that has not ended."
                : "The message to answer or to hang under does not exist in this session.";
        return new ChatEvent.ChatError(
                turn.sessionId(),
                turn.answerId(),
                clock.instant(),
                why,
                code.kind().wire(),
                code.wire(),
                code.retryable(),
                null,
                null);
    }

    /** The head of any of these but the user's message. */
    EventHead head(EventType type, PlacedTurn placed) {
        Turn turn = placed.turn();
        return new EventHead(type, turn.offset(), 0, 0, turn.answerId(), self)
                .answering(placed.questionId(), turn.workspaceId());
    }
}
