package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatStarted;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code chat.events} into answers' rows. As for every reader, the headers alone decide what counts. An event whose
 * value cannot be read still counts, but its content is missing from the row, which is then not verified.
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
     * Folds the event, unless its command has not been folded yet.
     *
     * @param lastCommand offset of the last command that has been folded
     * @return whether the event was folded; if not, nothing has changed
     * @throws MalformedRecordException if key or headers cannot be read; nothing has changed then
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
            // Checked once per session rather than once per token.
            item.requireSessionId();
        }
        SessionReducer.Step step = SessionReducer.fold(session.events(), head);
        if (!step.counts()) {
            return;
        }
        switch (head.type()) {
            case USER_MESSAGE -> sessions.put(sessionId, session.with(step.state(), session.running()));
            case CHAT_QUEUED, CHAT_HEARTBEAT -> {
                // No row depends on it.
            }
            case CHAT_STARTED -> started(item, head, session, step.state());
            case CHAT_CHUNK -> chunk(item, session, step.state());
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> ended(item, head, session, step.state());
        }
    }

    private void started(LogRecord item, EventHead head, SessionFold session, SessionState state) {
        @Nullable ChatStarted start = (ChatStarted) read(item, head);
        Instant startedAt = start == null ? item.writtenAt() : start.timestamp();
        @Nullable String provider = start == null ? null : start.provider();
        @Nullable String model = start == null ? null : start.model();
        @Nullable RunningAnswer before = session.running();
        RunningAnswer running = before != null && session.events().turn() == head.turn()
                ? before.restarted(said(session.events(), before), startedAt, provider, model)
                : new RunningAnswer(item.offset(), startedAt, provider, model, ChunkDigest.EMPTY, List.of());
        sessions.put(item.sessionId(), session.with(state, running));
        rows.write(AnswerRows.running(item, head, running));
    }

    private void chunk(LogRecord item, SessionFold session, SessionState state) {
        @Nullable RunningAnswer running = session.running();
        if (running != null) {
            try {
                running = running.plus(ChunkText.of(item.presentValue()));
            } catch (MalformedRecordException e) {
                malformed.skip(item, e);
            }
        }
        sessions.put(item.sessionId(), session.with(state, running));
    }

    private void ended(LogRecord item, EventHead head, SessionFold session, SessionState state) {
        boolean early = head.attempt() == 0;
        @Nullable RunningAnswer running = early ? null : session.running();
        @Nullable ChatEvent end = read(item, head);
        AttemptDigest said = running == null ? AttemptDigest.NOTHING : shown(session.events(), running, end);
        sessions.put(item.sessionId(), session.with(state, early ? session.running() : null));
        rows.write(AnswerRows.ended(item, head, running, said, end));
    }

    /** The digest of the attempt whose text the end contains. A cancelled takeover repeats an earlier attempt's text. */
    private static AttemptDigest shown(SessionState state, RunningAnswer running, @Nullable ChatEvent end) {
        @Nullable Integer of = end instanceof ChatCancelled cancelled ? cancelled.ofAttempt() : null;
        if (of == null || of == state.attempt()) {
            return said(state, running);
        }
        return running.earlier().stream()
                .filter(said -> said.attempt() == of)
                .findFirst()
                .orElse(AttemptDigest.NOTHING);
    }

    private static AttemptDigest said(SessionState state, RunningAnswer running) {
        return new AttemptDigest(
                state.attempt(), state.nextSeq(), running.digest().text());
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
