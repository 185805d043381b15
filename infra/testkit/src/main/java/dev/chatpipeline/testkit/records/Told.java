package dev.chatpipeline.testkit.records;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a client is told of sessions in partition 0. */
public final class Told {

    private Told() {}

    /** That it is connected. */
    public static Seen connect(boolean recovered) {
        return event("connect", "{}", recovered);
    }

    /** That it no longer follows the session. */
    public static Seen left(String session) {
        return event("session_left", "{\"session_id\":\"" + session + "\"}", false);
    }

    /** That it follows the session, from that offset on. */
    public static Seen joined(String session, long position) {
        return joined(session, position, SessionState.EMPTY);
    }

    /** That it follows the session, from that offset on, before which the log comes to that state. */
    public static Seen joined(String session, long position, SessionState state) {
        Seen joined = event("session_joined", "{\"session_id\":\"" + session + "\"}", false);
        return with(joined, session, new SessionPosition(0, position, state));
    }

    /** A record of the log. */
    public static Seen of(EventRecord record) {
        Seen event = new Seen(
                record.head().type().wire(), ChatJson.mapper().readTree(ChatJson.write(record.event())), null, false);
        return withPosition(event, record.sessionId(), record.offset() + 1);
    }

    /** The same with a cursor at that position. */
    public static Seen withPosition(Seen seen, String session, long position) {
        return with(seen, session, new SessionPosition(0, position, SessionState.EMPTY));
    }

    private static Seen with(Seen seen, String session, SessionPosition position) {
        Cursor cursor = new Cursor(1, Instant.EPOCH, new UUID(1, 2), new TreeMap<>(Map.of(session, position)));
        return new Seen(seen.event(), seen.payload(), cursor.encode(), seen.recovered());
    }

    /** Anything, without a cursor. */
    public static Seen event(String event, String payload) {
        return event(event, payload, false);
    }

    private static Seen event(String event, String payload, boolean recovered) {
        return new Seen(event, ChatJson.mapper().readTree(payload), null, recovered);
    }
}
