package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * G1. An accepted message is in the log and ends exactly once; the same message sent again changes nothing and is
 * acknowledged the same way.
 *
 * <p>Legal, {@code c} a command, {@code e} an end of it that counts, {@code x} one that does not:
 *
 * <pre>
 *   accepted(m1)  log: c(m1) e(m1)
 *   accepted(m1) accepted(m1)  log: c(m1) c(m1) e(m1)
 *   no ack(m1)  log:            or  log: c(m1) e(m1)
 *   rejected(m1)  log:
 *   rejected(m1, log_unavailable)  log: c(m1) e(m1)
 *   accepted(m1)  log: c(m1) x(m1) e(m1) x(m1)
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   accepted(m1)  log:                        acknowledged before it was durable
 *   accepted(m1)  log: c(m1)                  never ended
 *   accepted(m1)  log: c(m1) e(m1) e(m1)      ended twice
 *   accepted(m1, answer a) accepted(m1, answer b)
 *   rejected(m1)  log: c(m1)                  refused and yet done
 * </pre>
 */
public final class AcceptedIsDurable implements Guarantee {

    @Override
    public void check(Observation observed) {
        Log log = observed.log();
        for (String session : log.sessions()) {
            for (Turn turn : log.turns(session)) {
                List<EventRecord> ends = log.ends(turn);
                Broken.unless(
                        ends.size() == 1, "G1", "turn %d of session %s has ends %s", turn.number(), session, ends);
                String answerId = ends.getFirst().head().messageId();
                Broken.unless(answerId.equals(turn.answerId()), "G1", "%s ends answer %s", ends.getFirst(), answerId);
            }
        }
        checkAcks(observed);
    }

    private static void checkAcks(Observation observed) {
        Set<String> durable = new HashSet<>();
        Map<String, String> users = new HashMap<>();
        observed.log().commands().forEach(record -> {
            if (record.command() instanceof ChatCommand.Ask ask) {
                String id = ask.sessionId() + '/' + ask.requestId();
                durable.add(id);
                users.putIfAbsent(id, ask.userId());
            }
        });
        for (ClientLog client : observed.clients()) {
            for (Sent sent : client.sent()) {
                if (sent.ack() instanceof Ack.Accepted ack) {
                    checkAccepted(ack, durable);
                } else if (sent.ack() instanceof Ack.Rejected rejected && mayNotBeDone(observed, client, sent)) {
                    String id = sent.sessionId() + '/' + sent.messageId();
                    Broken.unless(
                            !client.userId().equals(users.get(id)),
                            "G1",
                            "%s was rejected as %s and is in the log",
                            id,
                            rejected.code());
                }
            }
        }
    }

    private static void checkAccepted(Ack.Accepted ack, Set<String> durable) {
        String id = ack.sessionId() + '/' + ack.messageId();
        Broken.unless(durable.contains(id), "G1", "%s was accepted and is not in the log", id);
        Broken.unless(
                ack.answerId().equals(Ids.answerId(ack.sessionId(), ack.messageId())),
                "G1",
                "%s was accepted with answer id %s",
                id,
                ack.answerId());
    }

    /** Every try at this message was refused, and not because the log did not answer: then it may still have landed. */
    private static boolean mayNotBeDone(Observation observed, ClientLog client, Sent refused) {
        return refused.messageId() != null
                && observed.clients().stream()
                        .filter(other -> other.userId().equals(client.userId()))
                        .flatMap(other -> other.sent().stream())
                        .filter(other -> refused.messageId().equals(other.messageId()))
                        .allMatch(other -> other.ack() instanceof Ack.Rejected rejected
                                && !rejected.code().equals(FailureCode.LOG_UNAVAILABLE.wire()));
    }
}
