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
import org.jspecify.annotations.Nullable;

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
 *   accepted(m1: a)  log: c(m1: b)            something else than was said
 *   rejected(m1)  log: c(m1)                  rejected and yet done
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
        Map<String, ChatCommand.Ask> durable = new HashMap<>();
        observed.log().commands().forEach(record -> {
            if (record.command() instanceof ChatCommand.Ask ask) {
                durable.putIfAbsent(ask.sessionId() + '/' + ask.requestId(), ask);
            }
        });
        Map<String, Set<String>> texts = texts(observed);
        for (ClientLog client : observed.clients()) {
            for (Sent sent : client.sent()) {
                String id = id(sent);
                ChatCommand.Ask landed = durable.get(id);
                if (sent.ack() instanceof Ack.Accepted ack) {
                    checkAccepted(id, ack, landed, texts.getOrDefault(id, Set.of()));
                } else if (sent.ack() instanceof Ack.Rejected rejected && mayNotBeDone(observed, client, sent)) {
                    Broken.unless(
                            landed == null || !landed.userId().equals(client.userId()),
                            "G1",
                            "%s was rejected as %s and is in the log",
                            id,
                            rejected.code());
                }
            }
        }
    }

    /** What was sent under each id. */
    private static Map<String, Set<String>> texts(Observation observed) {
        Map<String, Set<String>> texts = new HashMap<>();
        for (ClientLog client : observed.clients()) {
            for (Sent sent : client.sent()) {
                texts.computeIfAbsent(id(sent), id -> new HashSet<>()).add(sent.text());
            }
        }
        return texts;
    }

    private static String id(Sent sent) {
        return sent.ack() instanceof Ack.Accepted ack
                ? ack.sessionId() + '/' + ack.messageId()
                : sent.sessionId() + '/' + sent.messageId();
    }

    private static void checkAccepted(
            String id, Ack.Accepted ack, ChatCommand.@Nullable Ask landed, Set<String> texts) {
        Broken.unless(landed != null, "G1", "%s was accepted and is not in the log", id);
        Broken.unless(
                ack.answerId().equals(Ids.answerId(ack.sessionId(), ack.messageId())),
                "G1",
                "%s was accepted with answer id %s",
                id,
                ack.answerId());
        Broken.unless(
                !(landed instanceof ChatCommand.SendMessage message) || texts.contains(message.message()),
                "G1",
                "%s is in the log as %s (expected: one of %s)",
                id,
                landed,
                texts);
    }

    /** Whether every try at this message was rejected for good. After {@code log_unavailable} it may still be in the log. */
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
