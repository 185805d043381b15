package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.model.Records.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Reads a session's log as every reader does, and says which guarantee is violated. */
final class Verdict {

    private final World world;
    private final String session;
    private final SortedSet<Long> turns;
    private final Set<Long> ended = new HashSet<>();
    private final Set<Long> introduced = new HashSet<>();
    private final Map<Long, Integer> attempts = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String author = "";
    private long chunks;

    private Verdict(World world, String session) {
        this.world = world;
        this.session = session;
        this.turns = world.turnsOf(session);
    }

    /** The first violated guarantee and where; null if all hold. */
    static @Nullable String of(World world) {
        for (String session : World.sessions()) {
            String broken = new Verdict(world, session).read();
            if (broken != null) {
                return broken;
            }
        }
        return null;
    }

    /** Number of records that count. */
    static int counting(World world) {
        int counting = 0;
        for (String session : World.sessions()) {
            SessionState state = SessionState.EMPTY;
            for (Event event : world.events) {
                if (event.session().equals(session)) {
                    Step step = world.fold(state, event.head());
                    state = step.state();
                    counting += step.counts() ? 1 : 0;
                }
            }
        }
        return counting;
    }

    private @Nullable String read() {
        SessionState state = SessionState.EMPTY;
        for (Event event : world.events) {
            if (event.session().equals(session)) {
                Step step = world.fold(state, event.head());
                state = step.state();
                String broken = step.counts() ? judge(event) : null;
                if (broken != null) {
                    return broken + " at " + event;
                }
            }
        }
        for (long turn : turns) {
            if (!ended.contains(turn)) {
                return "G1: turn " + turn + " of " + session + " never ended";
            }
            if (!introduced.contains(turn)) {
                return "G1: the message of turn " + turn + " of " + session + " was never shown";
            }
        }
        return null;
    }

    private @Nullable String judge(Event event) {
        EventHead head = event.head();
        long turn = head.turn();
        if (!turns.contains(turn)) {
            return "G7: no such turn";
        }
        if (head.type() == EventType.USER_MESSAGE) {
            return introduced.add(turn) ? null : "G1: shown twice";
        }
        if (ended.contains(turn)) {
            return head.type().isEnd() ? "G1: ended twice" : "G5: goes on after its end";
        }
        return switch (head.type()) {
            case CHAT_STARTED -> started(event);
            case CHAT_CHUNK -> chunk(event);
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> end(event);
            case CHAT_QUEUED, CHAT_HEARTBEAT, USER_MESSAGE -> null;
        };
    }

    private @Nullable String started(Event event) {
        EventHead head = event.head();
        if (!ended.containsAll(turns.headSet(head.turn()))) {
            return "G4: an earlier turn has not ended";
        }
        Integer before = attempts.put(head.turn(), head.attempt());
        if (before != null && before >= head.attempt()) {
            return "G5: attempt " + head.attempt() + " after " + before;
        }
        author = event.text();
        text.setLength(0);
        chunks = 0;
        return null;
    }

    private @Nullable String chunk(Event event) {
        if (!event.text().startsWith(author + ":")) {
            return "G5: text of an attempt that does not count";
        }
        if (event.head().seq() != chunks++) {
            return "G2: seq " + event.head().seq() + " after " + (chunks - 1) + " chunks";
        }
        text.append(event.text());
        return null;
    }

    private @Nullable String end(Event event) {
        ended.add(event.head().turn());
        if (event.head().attempt() == 0) {
            return null;
        }
        if (event.head().seq() != chunks || !event.text().contentEquals(text)) {
            return "G2: " + chunks + " chunks say " + text;
        }
        return null;
    }
}
