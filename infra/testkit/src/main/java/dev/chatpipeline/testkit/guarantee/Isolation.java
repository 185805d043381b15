package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * G7. A session is its first user's: nobody else sees an event of it or adds to it, and what a command leads to stays in
 * the command's session.
 *
 * <p>Legal, Ann and Bob being users:
 *
 * <pre>
 *   Ann: accepted(s1)  sees s1      Bob: accepted(s2)  sees s2
 *   Ann: accepted(s1, m1)           Bob: accepted(s2, m1)         the same id in two sessions
 *   Ann: accepted(s1)               Bob: rejected(s1)
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   Ann: accepted(s1)               Bob: accepted(s1)
 *   Ann: accepted(s1)               Bob: sees s1
 *   log: command 5 of s1            event of turn 5 under s2
 *   log: command 5 of s1            a row in s2
 * </pre>
 */
public final class Isolation implements Guarantee {

    @Override
    public void check(Observation observed) {
        Map<String, String> owners = new HashMap<>();
        for (CommandRecord record : observed.log().commands()) {
            String session = record.command().sessionId();
            String owner = owners.putIfAbsent(session, record.command().userId());
            Broken.unless(
                    owner == null || owner.equals(record.command().userId()),
                    "G7",
                    "%s wrote into session %s of %s",
                    record.command().userId(),
                    session,
                    owner);
        }
        observed.clients().forEach(client -> checkClient(client, owners));
        checkEvents(observed.log());
        if (observed.rows() != null) {
            checkRows(observed.log(), observed.rows());
        }
    }

    private static void checkClient(ClientLog client, Map<String, String> owners) {
        for (Seen seen : client.seen()) {
            String session = seen.sessionId();
            // An error without a cursor rejects the client's own request and may name what it asked for.
            if (session != null && !(seen.event().equals("error") && seen.cursor() == null)) {
                Broken.unless(
                        mayRead(client, owners.get(session)),
                        "G7",
                        "%s saw %s",
                        client.name() + " of " + client.userId(),
                        seen);
            }
            seen.payload()
                    .path("messages")
                    .forEach(row -> Broken.unless(
                            mayRead(client, owners.get(row.path("session_id").asString())),
                            "G7",
                            "%s saw %s",
                            client.name() + " of " + client.userId(),
                            seen));
        }
        for (Sent sent : client.sent()) {
            if (sent.ack() instanceof Ack.Accepted ack) {
                Broken.unless(
                        mayRead(client, owners.get(ack.sessionId())),
                        "G7",
                        "%s of %s was let into session %s",
                        client.name(),
                        client.userId(),
                        ack.sessionId());
            }
        }
    }

    private static boolean mayRead(ClientLog client, @Nullable String owner) {
        return owner == null || owner.equals(client.userId());
    }

    private static void checkEvents(Log log) {
        Map<String, String> sessions = new HashMap<>();
        log.commands()
                .forEach(record -> sessions.put(
                        record.partition() + "@" + record.offset(),
                        record.command().sessionId()));
        for (EventRecord record : log.events()) {
            String session =
                    sessions.get(record.partition() + "@" + record.head().turn());
            boolean same = record.sessionId().equals(session)
                    && record.event().sessionId().equals(session)
                    && record.event().messageId().equals(record.head().messageId());
            Broken.unless(same, "G7", "%s is of session %s, its command of %s", record, record.sessionId(), session);
        }
    }

    private static void checkRows(Log log, List<Row> rows) {
        Set<String> ids = new HashSet<>();
        for (String session : log.sessions()) {
            log.turns(session).forEach(turn -> {
                ids.add(session + '/' + turn.command().requestId());
                ids.add(session + '/' + turn.answerId());
            });
        }
        for (Row row : rows) {
            String id = row.sessionId() + '/' + row.messageId();
            Broken.unless(ids.contains(id), "G7", "row %s comes from no command of its session", id);
        }
    }
}
