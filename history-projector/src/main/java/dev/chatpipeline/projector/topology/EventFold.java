package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatStarted;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.projector.topology.OpenTurn.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code chat.events}: answers' rows. The headers alone decide what counts, as for every other reader; a value that
 * cannot be read then costs what it would have said, and the row is not verified.
 */
final class EventFold {

    private final Sessions sessions;
    private final SessionRows rows;
    private final MalformedRecords malformed;

    EventFold(Sessions sessions, SessionRows rows, MalformedRecords malformed) {
        this.sessions = sessions;
        this.rows = rows;
        this.malformed = malformed;
    }

    /**
     * Folds the event, unless it is about a command that is not folded yet.
     *
     * @param lastCommand the last one that is
     * @return whether it was folded; nothing has changed otherwise
     * @throws MalformedRecordException when key or headers cannot be read; nothing has changed then
     */
    boolean fold(LogRecord item, long lastCommand) {
        EventHead head = EventHead.from(item.headers());
        if (head.turn() > lastCommand) {
            return false;
        }
        fold(item, head);
        return true;
    }

    private void fold(LogRecord item, EventHead head) {
        String sessionId = item.sessionId();
        SessionFold session = sessions.get(sessionId);
        if (session.equals(SessionFold.EMPTY)) {
            // Once per session rather than once per token.
            item.requireSessionId();
        }
        SessionReducer.Step step = SessionReducer.fold(session.events(), head);
        if (!step.counts()) {
            return;
        }
        switch (head.type()) {
            case USER_MESSAGE -> sessions.put(sessionId, session.with(step.state(), session.open()));
            case CHAT_QUEUED, CHAT_HEARTBEAT -> {
                // Says nothing that a row keeps.
            }
            case CHAT_STARTED -> started(item, head, session, step.state());
            case CHAT_CHUNK -> chunk(item, session, step.state());
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> ended(item, head, session, step.state());
        }
    }

    private void started(LogRecord item, EventHead head, SessionFold session, SessionState state) {
        @Nullable ChatStarted start = (ChatStarted) read(item, head);
        var startedAt = start == null ? item.writtenAt() : start.timestamp();
        @Nullable String provider = start == null ? null : start.provider();
        @Nullable String model = start == null ? null : start.model();
        OpenTurn before = session.open();
        OpenTurn open = before != null && session.events().turn() == head.turn()
                ? before.superseded(said(session.events(), before), startedAt, provider, model)
                : new OpenTurn(item.offset(), startedAt, provider, model, ChunkDigest.EMPTY, List.of());
        sessions.put(item.sessionId(), session.with(state, open));
        if (Ids.isValid(head.messageId())) {
            rows.write(AnswerRows.running(item, head, open));
        }
    }

    private void chunk(LogRecord item, SessionFold session, SessionState state) {
        OpenTurn open = session.open();
        if (open != null) {
            try {
                open = open.plus(ChunkText.of(item.presentValue()));
            } catch (MalformedRecordException e) {
                malformed.skip(item, e);
            }
        }
        sessions.put(item.sessionId(), session.with(state, open));
    }

    private void ended(LogRecord item, EventHead head, SessionFold session, SessionState state) {
        boolean early = head.attempt() == 0;
        @Nullable OpenTurn open = early ? null : session.open();
        @Nullable ChatEvent end = read(item, head);
        Said kept = open == null ? Said.NOTHING : kept(session.events(), open, end);
        sessions.put(item.sessionId(), session.with(state, early ? session.open() : null));
        if (Ids.isValid(head.messageId())) {
            rows.write(AnswerRows.ended(item, head, open, kept, end));
        }
    }

    /** What the attempt said whose text the end keeps. */
    private static Said kept(SessionState state, OpenTurn open, @Nullable ChatEvent end) {
        @Nullable Integer of = end instanceof ChatCancelled cancelled ? cancelled.ofAttempt() : null;
        if (of == null || of == state.attempt()) {
            return said(state, open);
        }
        return open.earlier().stream()
                .filter(said -> said.attempt() == of)
                .findFirst()
                .orElse(Said.NOTHING);
    }

    private static Said said(SessionState state, OpenTurn open) {
        return new Said(state.attempt(), state.nextSeq(), open.digest().text());
    }

    private @Nullable ChatEvent read(LogRecord item, EventHead head) {
        try {
            return ChatJson.readEvent(head.type(), item.presentValue());
        } catch (MalformedRecordException e) {
            malformed.skip(item, e);
            return null;
        }
    }
}
