package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * G3. A client sees each event of a session that counts once and in order: from where its joining stands, across every
 * recovered connection, to the last one. Where that was impossible it was told so and follows nothing until it joins
 * anew. Every cursor names exactly the sessions the client follows, each between what it saw and what it has yet to see.
 * A user's message that was a row when the client joined is not sent as an event: {@code introduced} in its cursor says so.
 *
 * <p>Legal, {@code C} an unrecovered and {@code R} a recovered connect, {@code Jn} joining where {@code n} comes next,
 * {@code L} leaving, {@code G} going for good; events numbered as they count, five of them:
 *
 * <pre>
 *   C J1 1 2 3 4 5
 *   C J1 1 2 R 3 4 5
 *   C J1 1 2 R R 3 4 5
 *   C J1 R 1 2 3 4 5
 *   C J1 1 2 C J2 2 3 4 5
 *   C J1 1 2 J1 1 2 3 4 5     joined again
 *   C J4 4 5                  joined later
 *   C J6                      joined when all was over
 *   C J1 1 2 L
 *   C J1 1 2 C                told, and did not join again
 *   C J1 1 2 G
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   C J1 1 3                  a gap
 *   C J1 2                    a gap at once
 *   C J1 1 2 2                a repeat
 *   C J1 2 1                  out of order
 *   C J1 1 2 R 4              lost while it was told that nothing was
 *   C J1 1 2 R 2 3            repeated while it was told to go on
 *   C J1 1 2 C 3              goes on although it was told that it missed something
 *   C 1                       not joined
 *   C J1 1 2 L 3              after it left
 *   C J1 1 x                  something that does not count
 *   C J1 1 2 3                silence
 *   C J1 1 2 R                silence after it was told that nothing was lost
 * </pre>
 */
public final class OnceAtTheClient implements Guarantee {

    @Override
    public void check(Observation observed) {
        Map<String, List<JsonNode>> payloads = new HashMap<>();
        for (String session : observed.log().sessions()) {
            payloads.put(
                    session,
                    observed.log().counting(session).stream()
                            .map(record -> (JsonNode) ChatJson.mapper().readTree(ChatJson.write(record.event())))
                            .toList());
        }
        for (ClientLog client : observed.clients()) {
            new Reading(observed.log(), payloads, client).check();
        }
    }

    /**
     * A session that a client follows.
     *
     * @param next       which of its events that count comes next
     * @param introduced the turn up to which users' messages were rows when the client joined
     */
    private record Following(int next, long introduced) {}

    /** One client's events against the log. */
    private static final class Reading {

        private final Log log;
        private final Map<String, List<JsonNode>> payloads;
        private final ClientLog client;
        private final Map<String, Following> following = new HashMap<>();

        Reading(Log log, Map<String, List<JsonNode>> payloads, ClientLog client) {
            this.log = log;
            this.payloads = payloads;
            this.client = client;
        }

        void check() {
            client.seen().forEach(this::check);
            following.keySet().forEach(session -> {
                int coming = coming(session);
                Broken.unless(
                        coming == log.counting(session).size(),
                        "G3",
                        "%s saw nothing of session %s from %s on, event %d of %d",
                        client.name(),
                        session,
                        recordAt(session, coming),
                        coming,
                        log.counting(session).size());
            });
        }

        private void check(Seen seen) {
            String session = seen.sessionId();
            switch (seen.event()) {
                case "connect" -> {
                    if (!seen.recovered()) {
                        following.clear();
                    }
                }
                case "disconnect" -> {
                    if (seen.isFarewell()) {
                        following.clear();
                    }
                }
                case "session_joined" -> following.put(told(session, seen), joined(told(session, seen), seen));
                case "session_left" -> following.remove(told(session, seen));
                default -> {
                    if (isOfTheLog(seen)) {
                        checkPlace(told(session, seen), seen);
                    }
                }
            }
            if (seen.cursor() != null) {
                checkCursor(seen, Cursor.decode(seen.cursor()).sessions());
            }
        }

        /** An {@code error} that belongs to no turn rejects a request. */
        private static boolean isOfTheLog(Seen seen) {
            return EventType.of(seen.event()) != null && (!seen.event().equals("error") || seen.cursor() != null);
        }

        private String told(@Nullable String session, Seen seen) {
            if (session == null) {
                throw new AssertionError("G3: " + client.name() + " saw no session_id in " + seen);
            }
            return session;
        }

        /** The next event is the first one at or after the position in its cursor. */
        private Following joined(String session, Seen seen) {
            SessionPosition from = seen.cursor() == null
                    ? null
                    : Cursor.decode(seen.cursor()).sessions().get(session);
            if (from == null) {
                throw new AssertionError("G3: " + client.name() + " saw no position of " + session + " behind " + seen);
            }
            List<EventRecord> counting = log.counting(session);
            int next = 0;
            while (next < counting.size() && counting.get(next).offset() < from.position()) {
                next++;
            }
            return new Following(next, from.state().introduced());
        }

        /** The index of the session's next event that counts; one past the last if there is none. */
        private int coming(String session) {
            Following followed = Objects.requireNonNull(following.get(session));
            int coming = followed.next();
            EventRecord record = recordAt(session, coming);
            while (record != null
                    && record.head().type() == EventType.USER_MESSAGE
                    && record.head().turn() <= followed.introduced()) {
                record = recordAt(session, ++coming);
            }
            return coming;
        }

        private void checkPlace(String session, Seen seen) {
            Following followed = following.get(session);
            if (followed == null) {
                throw new AssertionError("G3: %s saw %s of %s unjoined".formatted(client.name(), seen, session));
            }
            int expected = coming(session);
            int place = find(session, seen, expected);
            Broken.unless(place >= 0, "G3", "%s saw what does not count: %s", client.name(), seen);
            Broken.unless(
                    place == expected,
                    "G3",
                    "%s saw the event %d of session %s (expected: %d): %s",
                    client.name(),
                    place,
                    session,
                    expected,
                    recordAt(session, place));
            Broken.unless(
                    seen.cursor() != null, "G3", "%s saw no cursor behind %s", client.name(), recordAt(session, place));
            following.put(session, new Following(place + 1, followed.introduced()));
        }

        /** The index of the event among those that count, preferring the expected one; -1 if it does not count. */
        private int find(String session, Seen seen, int expected) {
            List<JsonNode> ofSession = payloads.getOrDefault(session, List.of());
            for (int i = 0; i < ofSession.size(); i++) {
                int place = (expected + i) % ofSession.size();
                String type = log.counting(session).get(place).head().type().wire();
                if (type.equals(seen.event()) && ofSession.get(place).equals(seen.payload())) {
                    return place;
                }
            }
            return -1;
        }

        private void checkCursor(Seen seen, Map<String, SessionPosition> places) {
            Broken.unless(
                    places.keySet().equals(following.keySet()),
                    "G3",
                    "%s: the cursor behind %s names %s (expected: %s)",
                    client.name(),
                    seen,
                    places.keySet(),
                    following.keySet());
            places.forEach((session, place) -> {
                Following followed = Objects.requireNonNull(following.get(session));
                EventRecord last = recordAt(session, followed.next() - 1);
                EventRecord coming = recordAt(session, coming(session));
                Broken.unless(
                        (last == null || place.position() > last.offset())
                                && (coming == null || place.position() <= coming.offset()),
                        "G3",
                        "%s: the cursor behind %s stands at %s (expected: after %s, not after %s)",
                        client.name(),
                        seen,
                        place,
                        last,
                        coming);
            });
        }

        private @Nullable EventRecord recordAt(String session, int place) {
            List<EventRecord> counting = log.counting(session);
            return place >= 0 && place < counting.size() ? counting.get(place) : null;
        }
    }
}
