package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * G5. An attempt is one worker's; a higher one ends what a lower one may say, and an end ends them all, in the log as
 * well as at every client.
 *
 * <p>Legal, {@code s1/A} the start of attempt 1 by worker A, {@code c} a chunk, {@code e} an end, {@code x} any record
 * that does not count:
 *
 * <pre>
 *   s1/A c1/A e1/A
 *   s1/A c1/A s2/B x1/A c2/B e2/B x1/A
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   s1/A c1/B                     two workers in one attempt
 *   s2/B s1/A                     back to a lower attempt
 *   client: s1 c1 s2 c1           shown after it was overtaken
 *   client: s1 c1 e1 c1           shown after the end
 * </pre>
 */
public final class AttemptsAreFenced implements Guarantee {

    @Override
    public void check(Observation observed) {
        Log log = observed.log();
        for (String session : log.sessions()) {
            log.turns(session).forEach(turn -> checkTurn(log, turn));
        }
        observed.clients().forEach(AttemptsAreFenced::checkClient);
    }

    private static void checkTurn(Log log, Turn turn) {
        int attempt = 0;
        String by = "";
        boolean ended = false;
        for (EventRecord record : log.counting(turn)) {
            EventHead head = record.head();
            switch (head.type()) {
                case CHAT_STARTED -> {
                    Broken.unless(!ended && head.attempt() > attempt, "G5", "%s after attempt %d", record, attempt);
                    attempt = head.attempt();
                    by = head.by();
                }
                case CHAT_CHUNK, CHAT_HEARTBEAT -> {
                    boolean own = head.attempt() == attempt && head.by().equals(by);
                    Broken.unless(!ended && own, "G5", "%s in attempt %d of %s", record, attempt, by);
                }
                case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> {
                    boolean own = head.attempt() == attempt
                            && (attempt == 0 || head.by().equals(by));
                    Broken.unless(!ended && own, "G5", "%s in attempt %d of %s", record, attempt, by);
                    ended = true;
                }
                case USER_MESSAGE, CHAT_QUEUED -> {
                    // Belongs to no attempt.
                }
            }
        }
    }

    private static void checkClient(ClientLog client) {
        Map<String, Long> attempts = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (Seen seen : client.seen()) {
            String message = seen.sessionId() + "/" + seen.messageId();
            long attempt = seen.number("attempt");
            switch (seen.event()) {
                case "connect" -> {
                    if (!seen.recovered()) {
                        attempts.clear();
                        ended.clear();
                    }
                }
                case "session_joined" -> {
                    attempts.keySet().removeIf(key -> key.startsWith(seen.sessionId() + "/"));
                    ended.removeIf(key -> key.startsWith(seen.sessionId() + "/"));
                }
                case "chat_started", "chat_chunk", "chat_heartbeat", "chat_complete", "chat_cancelled" -> {
                    long current = attempts.getOrDefault(message, 0L);
                    Broken.unless(
                            attempt >= current && !ended.contains(message),
                            "G5",
                            "%s saw %s of attempt %d after attempt %d%s",
                            client.name(),
                            seen.event(),
                            attempt,
                            current,
                            ended.contains(message) ? " had ended" : "");
                    attempts.put(message, attempt);
                    if (seen.event().equals("chat_complete") || seen.event().equals("chat_cancelled")) {
                        ended.add(message);
                    }
                }
                default -> {
                    // Belongs to no attempt.
                }
            }
        }
    }
}
