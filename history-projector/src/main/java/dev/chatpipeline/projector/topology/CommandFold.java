package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Generation;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Progress;
import dev.chatpipeline.contracts.HistoryRecord.Times;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;

/** Folds {@code chat.commands} into users' rows, queued answers, the session's message tree and deletions. */
final class CommandFold {

    private final Sessions sessions;
    private final SessionRows rows;

    CommandFold(Sessions sessions, SessionRows rows) {
        this.sessions = sessions;
        this.rows = rows;
    }

    /** @throws MalformedRecordException if the record cannot be read; nothing has changed then */
    void fold(LogRecord item) {
        switch (read(item)) {
            case ChatCommand.Ask ask -> ask(item, ask);
            case ChatCommand.Cancel cancel -> {
                // The events tell what it cancelled.
            }
            case ChatCommand.DeleteSession delete -> delete(delete.sessionId());
        }
    }

    private static ChatCommand read(LogRecord item) {
        ChatCommand command =
                ChatJson.readCommand(CommandHead.from(item.headers()).type(), item.presentValue());
        if (!command.sessionId().equals(item.sessionId())) {
            throw new MalformedRecordException("session_id: " + command.sessionId() + " (expected: the record's key)");
        }
        return command;
    }

    private void ask(LogRecord item, ChatCommand.Ask ask) {
        SessionFold session = sessions.get(ask.sessionId());
        switch (TurnRules.place(ask, rows.known(ask.sessionId(), session.lastAnswerId()))) {
            case Placement.Turn turn -> turn(item, session, ask, turn);
            case Placement.Resend resend -> {
                // The first command with this id made the turn.
            }
            case Placement.Unknown unknown -> {
                // It makes no turn, so it takes no id and its end writes no row.
            }
        }
    }

    private void turn(LogRecord item, SessionFold session, ChatCommand.Ask ask, Placement.Turn turn) {
        String sessionId = ask.sessionId();
        rows.take(sessionId, ask.requestId(), item.offset(), null);
        rows.take(sessionId, turn.answerId(), item.offset(), turn.questionId());
        sessions.put(sessionId, session.withLastAnswer(turn.answerId()));
        if (ask instanceof ChatCommand.SendMessage send) {
            rows.write(userRow(item, send, turn));
        }
        rows.write(queuedRow(item, ask, turn));
    }

    private void delete(String sessionId) {
        sessions.put(sessionId, sessions.get(sessionId).withLastAnswer(null));
        rows.forget(sessionId);
    }

    private static UserRow userRow(LogRecord item, ChatCommand.SendMessage send, Placement.Turn turn) {
        return new UserRow(
                new Node(send.sessionId(), send.messageId(), turn.parentId()),
                origin(item, send),
                send.userId(),
                StorableText.withoutNul(send.message()),
                send.timestamp());
    }

    private static AnswerRow queuedRow(LogRecord item, ChatCommand.Ask ask, Placement.Turn turn) {
        return new AnswerRow(
                new Node(ask.sessionId(), turn.answerId(), turn.questionId()),
                origin(item, ask),
                Progress.queued(),
                Generation.none(),
                null,
                new Times(ask.timestamp(), null));
    }

    private static Origin origin(LogRecord item, ChatCommand.Ask ask) {
        return new Origin(item.partition(), item.offset(), ask.workspaceId());
    }
}
