package dev.chatpipeline.faults.tally;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one client saw of one session, from joining it to leaving it or having to join again, as indexes into the events
 * that it should have seen: those that count for a reader that starts at the cursor of its join. Recovered
 * connects do not interrupt it.
 */
public final class ClientView {

    private final String client;
    private final String session;
    private final List<JsonNode> expected;
    private final Map<JsonNode, Integer> placeOf = new HashMap<>();
    private final List<Integer> places = new ArrayList<>();
    private boolean open = true;

    private ClientView(String client, String session, List<JsonNode> expected) {
        this.client = client;
        this.session = session;
        this.expected = expected;
        for (int place = 0; place < expected.size(); place++) {
            placeOf.putIfAbsent(expected.get(place), place);
        }
    }

    /** All views of all clients. */
    public static List<ClientView> all(List<ClientLog> clients, Log log) {
        Payloads payloads = new Payloads(log);
        return clients.stream().flatMap(client -> of(client, payloads).stream()).toList();
    }

    private static List<ClientView> of(ClientLog client, Payloads payloads) {
        List<ClientView> views = new ArrayList<>();
        Map<String, ClientView> following = new HashMap<>();
        for (Seen seen : client.seen()) {
            String session = seen.sessionId();
            if (seen.isFarewell() || (seen.event().equals("connect") && !seen.recovered())) {
                following.values().forEach(view -> view.open = false);
                following.clear();
            } else if (session != null && seen.event().equals("session_joined")) {
                end(following.remove(session));
                ClientView joined = new ClientView(client.name(), session, payloads.from(session, seen));
                following.put(session, joined);
                views.add(joined);
            } else if (session != null && seen.event().equals("session_left")) {
                end(following.remove(session));
            } else if (isOfTheLog(seen) && following.get(session) instanceof ClientView view) {
                view.see(seen.payload());
            }
        }
        return views;
    }

    private static void end(@Nullable ClientView view) {
        if (view != null) {
            view.open = false;
        }
    }

    /** An {@code error} without a cursor rejects a request. */
    private static boolean isOfTheLog(Seen seen) {
        return EventType.of(seen.event()) != null && (!seen.event().equals("error") || seen.cursor() != null);
    }

    private void see(JsonNode payload) {
        int next = places.isEmpty() ? 0 : places.getLast() + 1;
        // Two heartbeats in one millisecond are equal.
        boolean isNext = next < expected.size() && expected.get(next).equals(payload);
        Integer place = isNext ? Integer.valueOf(next) : placeOf.get(payload);
        // The guarantees judge events that do not count.
        if (place != null) {
            places.add(place);
        }
    }

    /** Number of events that it should have seen but did not: all up to the end, if it still follows the session. */
    public long lost() {
        int end = open
                ? expected.size()
                : places.stream().mapToInt(place -> place + 1).max().orElse(0);
        return end - places.stream().distinct().count();
    }

    /** Number of events that it saw again. */
    long duplicated() {
        return places.size() - places.stream().distinct().count();
    }

    /** Number of events that it saw after a later one. */
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

    @Override
    public String toString() {
        return "%s in %s, saw %d events of %d: lost %d, duplicated %d, reordered %d%s"
                .formatted(
                        client,
                        session,
                        places.size(),
                        expected.size(),
                        lost(),
                        duplicated(),
                        reordered(),
                        open ? "" : ", no longer there");
    }

    /** The events as clients see them. */
    private static final class Payloads {

        private final Map<String, List<EventRecord>> records = new HashMap<>();
        private final Map<EventRecord, JsonNode> payloads = new HashMap<>();

        Payloads(Log log) {
            for (EventRecord record : log.events()) {
                records.computeIfAbsent(record.sessionId(), id -> new ArrayList<>())
                        .add(record);
            }
        }

        /** Everything that a client must see which joins at this cursor. */
        List<JsonNode> from(String session, Seen joined) {
            String cursor = Objects.requireNonNull(joined.cursor(), () -> "no cursor behind " + joined);
            Cursor.SessionPosition place = Objects.requireNonNull(
                    Cursor.decode(cursor).sessions().get(session), () -> "no place of the session behind " + joined);
            List<JsonNode> counting = new ArrayList<>();
            SessionState state = place.state();
            for (EventRecord record : records.getOrDefault(session, List.of())) {
                if (record.offset() >= place.position()) {
                    Step step = SessionReducer.fold(state, record.head());
                    state = step.state();
                    if (step.counts()) {
                        counting.add(payloads.computeIfAbsent(record, Payloads::payload));
                    }
                }
            }
            return counting;
        }

        private static JsonNode payload(EventRecord record) {
            return ChatJson.mapper().readTree(ChatJson.write(record.event()));
        }
    }
}
