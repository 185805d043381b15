package dev.chatpipeline.testkit.faults;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What one client saw of one session from joining it to leaving it or being told that it has to join anew, as places among
 * the events that count. Recovered connections lie within it.
 */
final class ClientView {

    private final String client;
    private final String session;
    private final int from;
    private final int events;
    private final List<Integer> places = new ArrayList<>();
    private boolean open = true;

    private ClientView(String client, String session, int from, int events) {
        this.client = client;
        this.session = session;
        this.from = from;
        this.events = events;
    }

    /** Every such stretch of every client. */
    static List<ClientView> all(List<ClientLog> clients, Log log) {
        Index index = new Index(log);
        return clients.stream().flatMap(client -> of(client, index).stream()).toList();
    }

    private static List<ClientView> of(ClientLog client, Index index) {
        List<ClientView> views = new ArrayList<>();
        Map<String, ClientView> following = new HashMap<>();
        for (Seen seen : client.seen()) {
            String session = seen.sessionId();
            if (seen.event().equals("connect")) {
                if (!seen.recovered()) {
                    following.values().forEach(view -> view.open = false);
                    following.clear();
                }
            } else if (session == null) {
                continue;
            } else if (seen.event().equals("session_joined")) {
                ClientView joined =
                        new ClientView(client.name(), session, index.placeOfJoin(session, seen), index.size(session));
                views.add(joined);
                ClientView before = following.put(session, joined);
                if (before != null) {
                    before.open = false;
                }
            } else if (seen.event().equals("session_left")) {
                ClientView left = following.remove(session);
                if (left != null) {
                    left.open = false;
                }
            } else if (isOfTheLog(seen) && following.get(session) instanceof ClientView view) {
                view.see(index.place(session, seen, view.next()));
            }
        }
        return views;
    }

    /** An {@code error} without a cursor answers a request. */
    private static boolean isOfTheLog(Seen seen) {
        return EventType.of(seen.event()) != null && (!seen.event().equals("error") || seen.cursor() != null);
    }

    private int next() {
        return places.isEmpty() ? from : places.getLast() + 1;
    }

    private void see(int place) {
        // What does not count is for the guarantees to judge.
        if (place >= 0) {
            places.add(place);
        }
    }

    /** Events from where it joined to the last it should have seen that it did not see. */
    long lost() {
        int last = open
                ? events - 1
                : places.stream().mapToInt(Integer::intValue).max().orElse(from - 1);
        long seen = places.stream().distinct().filter(place -> place >= from).count();
        return last - from + 1 - seen;
    }

    long duplicated() {
        return places.size() - distinct();
    }

    long reordered() {
        long reordered = 0;
        int highest = -1;
        Set<Integer> before = new HashSet<>();
        for (int place : places) {
            if (before.add(place) && place < highest) {
                reordered++;
            }
            highest = Math.max(highest, place);
        }
        return reordered;
    }

    private long distinct() {
        return places.stream().distinct().count();
    }

    @Override
    public String toString() {
        return "%s in %s: saw %d of %d events, lost %d%s"
                .formatted(client, session, places.size(), events, lost(), open ? "" : ", closed");
    }

    /** Where each event stands in its session. */
    private static final class Index {

        private final Map<String, List<JsonNode>> payloads = new HashMap<>();
        private final Map<String, Map<JsonNode, Integer>> places = new HashMap<>();
        private final Log log;

        Index(Log log) {
            this.log = log;
            for (String session : log.sessions()) {
                List<JsonNode> ofSession = log.counting(session).stream()
                        .map(record -> (JsonNode) ChatJson.mapper().readTree(ChatJson.write(record.event())))
                        .toList();
                Map<JsonNode, Integer> placesOfSession = new HashMap<>();
                for (int i = 0; i < ofSession.size(); i++) {
                    placesOfSession.putIfAbsent(ofSession.get(i), i);
                }
                payloads.put(session, ofSession);
                places.put(session, placesOfSession);
            }
        }

        /** The first place that a client sees which is told that it has joined. */
        int placeOfJoin(String session, Seen joined) {
            String cursor = Objects.requireNonNull(joined.cursor(), () -> "no cursor behind " + joined);
            Cursor.Place place = Objects.requireNonNull(
                    Cursor.decode(cursor).sessions().get(session), () -> "no place of the session behind " + joined);
            return (int) log.counting(session).stream()
                    .filter(record -> record.offset() < place.position())
                    .count();
        }

        int size(String session) {
            return payloads.getOrDefault(session, List.of()).size();
        }

        /** The expected place where the event is found there: two heartbeats of one millisecond look alike. */
        int place(String session, Seen seen, int expected) {
            List<JsonNode> ofSession = payloads.getOrDefault(session, List.of());
            if (expected < ofSession.size() && ofSession.get(expected).equals(seen.payload())) {
                return expected;
            }
            return places.getOrDefault(session, Map.of()).getOrDefault(seen.payload(), -1);
        }
    }
}
