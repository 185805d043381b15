package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.Place;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * G3. From joining a session on, a client sees each event that counts once and in order, also across a recovered
 * connection; where that was impossible it was told so and joined anew. Every such event carries a cursor behind it.
 *
 * <p>Legal, {@code J} joining, {@code R} a recovered and {@code C} an unrecovered connect, events numbered as they count:
 *
 * <pre>
 *   C J 1 2 3
 *   C J 1 2 R 3 4
 *   C J 1 2 C J 2 3
 *   C J 4 5         joined later
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   C J 1 3         a gap
 *   C J 1 2 2       a repeat
 *   C J 2 1         out of order
 *   C J 1 R 3       lost while it was told that nothing was
 *   C 1             not joined
 *   C J 1 x         something that does not count
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

    /** One client's events against the log. */
    private static final class Reading {

        private final Log log;
        private final Map<String, List<JsonNode>> payloads;
        private final ClientLog client;
        private final Set<String> joined = new HashSet<>();
        private final Map<String, Integer> last = new HashMap<>();

        Reading(Log log, Map<String, List<JsonNode>> payloads, ClientLog client) {
            this.log = log;
            this.payloads = payloads;
            this.client = client;
        }

        void check() {
            for (Seen seen : client.seen()) {
                String session = seen.sessionId();
                if (seen.event().equals("connect")) {
                    if (!seen.recovered()) {
                        joined.clear();
                        last.clear();
                    }
                } else if (session != null && seen.event().equals("session_joined")) {
                    joined.add(session);
                    last.remove(session);
                } else if (session != null && seen.event().equals("session_left")) {
                    joined.remove(session);
                } else if (session != null && isOfTheLog(seen)) {
                    checkPlace(session, seen);
                }
            }
        }

        /** An {@code error} without a turn behind it answers a request. */
        private static boolean isOfTheLog(Seen seen) {
            return EventType.of(seen.event()) != null && (!seen.event().equals("error") || seen.cursor() != null);
        }

        private void checkPlace(String session, Seen seen) {
            Broken.unless(joined.contains(session), "G3", "%s saw %s of %s unjoined", client.name(), seen, session);
            Integer before = last.get(session);
            int place = place(session, seen, before == null ? 0 : before + 1);
            Broken.unless(place >= 0, "G3", "%s saw what does not count: %s", client.name(), seen);
            EventRecord record = log.counting(session).get(place);
            Broken.unless(
                    before == null || place == before + 1,
                    "G3",
                    "%s saw the event %d of session %s after %s (expected: one later): %s",
                    client.name(),
                    place,
                    session,
                    before,
                    record);
            last.put(session, place);
            checkCursor(seen, record);
        }

        /** Where the event stands among those that count, the expected place before any other; -1 where nowhere. */
        private int place(String session, Seen seen, int expected) {
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

        private void checkCursor(Seen seen, EventRecord record) {
            String cursor = seen.cursor();
            if (cursor == null) {
                throw new AssertionError("G3: " + client.name() + " saw no cursor behind " + record);
            }
            Place place = Cursor.decode(cursor).sessions().get(record.event().sessionId());
            Broken.unless(
                    place != null && place.position() > record.offset(),
                    "G3",
                    "%s: the cursor behind %s stands at %s (expected: > %d)",
                    client.name(),
                    record,
                    place,
                    record.offset());
        }
    }
}
