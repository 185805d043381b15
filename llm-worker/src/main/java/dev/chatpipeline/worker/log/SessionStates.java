package dev.chatpipeline.worker.log;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's events say of its sessions, as far as they have been read. The tail folds, in log order; anybody may
 * ask.
 */
public final class SessionStates {

    /**
     * An event that was folded.
     *
     * @param counts whether the reducer accepted it
     */
    public record Folded(String sessionId, EventHead head, long offset, boolean counts) {

        /** Whether it starts or ends a turn. */
        public boolean isDecisive() {
            return isStart() || head.type().isEnd();
        }

        /** Whether it starts an attempt. */
        public boolean isStart() {
            return head.type() == EventType.CHAT_STARTED;
        }
    }

    private final OffsetTracker offsets;
    private final String self;
    private final Clock clock;
    private final Map<String, SessionState> states = new ConcurrentHashMap<>();
    private final Map<String, OpenAttempt> openAttempts = new ConcurrentHashMap<>();
    private volatile long position;

    /**
     * @param foldFrom the first offset of {@code chat.events} to be folded
     * @param offsets  is told of each event before it is folded
     * @param self     this worker's identity in the {@code by} header
     */
    public SessionStates(long foldFrom, OffsetTracker offsets, String self, Clock clock) {
        this.position = foldFrom;
        this.offsets = offsets;
        this.self = self;
        this.clock = clock;
    }

    /** The session's state; empty for a session of which nothing has been read. */
    public SessionState state(String sessionId) {
        return states.getOrDefault(sessionId, SessionState.EMPTY);
    }

    /** The attempt that runs in the session, null when none does. */
    public @Nullable OpenAttempt openAttempt(String sessionId) {
        return openAttempts.get(sessionId);
    }

    /** The next offset of {@code chat.events} to be folded. */
    public long position() {
        return position;
    }

    /** Everything before this offset has been read. Tail only. */
    public void readUpTo(long next) {
        position = next;
    }

    /**
     * Folds one event. Tail only.
     *
     * @return null for a record that no worker wrote; no reader can count it
     */
    public @Nullable Folded fold(ConsumerRecord<String, byte[]> record) {
        String sessionId = record.key();
        if (sessionId == null) {
            return null;
        }
        EventHead head;
        try {
            head = EventHead.from(record.headers());
        } catch (MalformedRecordException e) {
            return null;
        }
        // Before the position moves: a command that begins in between takes the one or the other as its fold offset.
        offsets.note(head.turn(), record.offset());
        SessionReducer.Step step = SessionReducer.fold(state(sessionId), head);
        states.put(sessionId, step.state());
        // Moved with each record: a lane that hears of this one may ask for rows that cover it.
        position = record.offset() + 1;
        if (step.counts()) {
            follow(sessionId, head, record.offset());
        }
        return new Folded(sessionId, head, record.offset(), step.counts());
    }

    private void follow(String sessionId, EventHead head, long offset) {
        switch (head.type()) {
            case CHAT_STARTED -> openAttempts.put(sessionId, started(openAttempts.get(sessionId), head, offset));
            case CHAT_CHUNK, CHAT_HEARTBEAT -> {
                OpenAttempt open = openAttempts.get(sessionId);
                // Of an attempt of its own a worker needs no sign of life, unless it has handed the partition over.
                if (open != null
                        && (open.life().kept() || head.keep() || !open.by().equals(self))) {
                    openAttempts.put(sessionId, open.seen(head.keep(), clock.instant()));
                }
            }
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> {
                if (head.attempt() > 0) {
                    openAttempts.remove(sessionId);
                }
            }
            case USER_MESSAGE, CHAT_QUEUED -> {
                // Neither starts nor ends an attempt.
            }
        }
    }

    private OpenAttempt started(@Nullable OpenAttempt before, EventHead head, long offset) {
        int tries = before != null && before.turn() == head.turn() ? before.aloneTries() : 0;
        return new OpenAttempt(
                head.turn(),
                head.attempt(),
                head.by(),
                offset,
                head.alone() ? tries + 1 : tries,
                new OpenAttempt.Life(false, clock.instant()));
    }

    /**
     * Drops the state of sessions whose turns have all been committed: no later record can make such a turn count for a
     * turn still to come.
     *
     * @param committed every command below this offset is done
     * @param inUse     whether a session's state is still asked for
     */
    public void forgetSettled(long committed, Predicate<String> inUse) {
        states.entrySet().removeIf(entry -> !inUse.test(entry.getKey()) && isSettled(entry.getValue(), committed));
    }

    private static boolean isSettled(SessionState state, long committed) {
        boolean endsCommitted =
                state.endedEarly().isEmpty() || state.endedEarly().last() < committed;
        return state.turn() < committed && endsCommitted;
    }
}
