package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.projector.topology.MessageRow.Proof;
import dev.chatpipeline.projector.topology.MessageRow.Role;
import org.jspecify.annotations.Nullable;

/** Folds {@code chat.commands}: users' rows, the session's tree, deletions, and the answers that are now to come. */
final class CommandFold {

    private final Sessions sessions;
    private final SessionRows rows;

    CommandFold(Sessions sessions, SessionRows rows) {
        this.sessions = sessions;
        this.rows = rows;
    }

    /** @throws MalformedRecordException when the record cannot be read; nothing has changed then */
    void fold(LogRecord item) {
        switch (read(item)) {
            case ChatCommand.Ask ask -> ask(item, ask);
            case ChatCommand.Cancel cancel -> {
                // What it stopped says so itself, in the events.
            }
            case ChatCommand.DeleteSession delete -> delete(delete.sessionId());
        }
    }

    private void ask(LogRecord item, ChatCommand.Ask ask) {
        SessionFold session = sessions.get(ask.sessionId());
        switch (TurnRules.place(ask, rows.known(ask.sessionId(), session.lastAnswerId()))) {
            case Placement.Turn turn -> turn(item, session, ask, turn);
            case Placement.Resend resend -> {
                // The first one made the turn.
            }
            case Placement.Unknown unknown -> {
                // Makes no turn: takes no id and has no place in the tree, so its end finds no row to write.
            }
        }
    }

    private void turn(LogRecord item, SessionFold session, ChatCommand.Ask ask, Placement.Turn turn) {
        String sessionId = ask.sessionId();
        long offset = item.offset();
        rows.take(sessionId, ask.requestId(), offset, null);
        rows.take(sessionId, turn.answerId(), offset, turn.questionId());
        sessions.put(sessionId, session.answeredBy(turn.answerId()));
        if (ask instanceof ChatCommand.SendMessage send) {
            rows.write(userRow(item, send, turn));
        }
        rows.write(queuedRow(item, ask, turn));
    }

    private void delete(String sessionId) {
        sessions.put(sessionId, sessions.get(sessionId).answeredBy(null));
        rows.forget(sessionId);
    }

    private static ChatCommand read(LogRecord item) {
        item.requireSessionId();
        ChatCommand command =
                ChatJson.readCommand(CommandHead.from(item.headers()).type(), item.presentValue());
        if (!command.sessionId().equals(item.sessionId())) {
            throw new MalformedRecordException("session_id: " + command.sessionId() + " (expected: the record's key)");
        }
        if (command instanceof ChatCommand.Ask ask && !Ids.isValid(ask.requestId())) {
            throw new MalformedRecordException("id of " + command.type().wire() + ": not valid");
        }
        return command;
    }

    private static MessageRow userRow(LogRecord item, ChatCommand.SendMessage send, Placement.Turn turn) {
        return row(
                item,
                send,
                send.messageId(),
                turn.parentId(),
                Role.USER,
                MessageRow.storable(send.message()),
                MessageStatus.COMPLETE,
                Proof.at(item.offset(), item.offset()));
    }

    private static MessageRow queuedRow(LogRecord item, ChatCommand.Ask ask, Placement.Turn turn) {
        return row(item, ask, turn.answerId(), turn.questionId(), Role.ASSISTANT, "", MessageStatus.QUEUED, null);
    }

    private static MessageRow row(
            LogRecord item,
            ChatCommand.Ask ask,
            String messageId,
            @Nullable String parentId,
            Role role,
            String content,
            MessageStatus status,
            @Nullable Proof proof) {
        return new MessageRow(
                ask.sessionId(),
                messageId,
                parentId,
                role,
                role == Role.USER ? ask.userId() : null,
                ask.workspaceId(),
                content,
                status,
                item.offset(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                item.partition(),
                proof,
                ask.timestamp(),
                null);
    }
}
