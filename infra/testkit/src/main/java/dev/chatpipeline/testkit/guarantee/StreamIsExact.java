package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * G2. For the attempt that counts, {@code seq} runs from 0 without gap or repeat; the chunks joined are the end's text,
 * the stored row's, and what every client saw that saw the attempt from its start.
 *
 * <p>Legal, {@code s1} the start of attempt 1, {@code 0:a} its chunks, {@code e(ab)} an end with its text:
 *
 * <pre>
 *   s1 0:a 1:b e(ab)
 *   s1 0:a s2 0:a 1:c e(ac)
 *   s1 e()
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   s1 0:a 2:b e(ab)          a gap
 *   s1 0:a 0:a 1:b e(ab)      a repeat
 *   s1 0:a 1:b e(a)           an end that forgets
 *   s1 0:a s2 0:b e(ab)       a mixture of attempts
 *   s1 0:a e(a), row: b
 * </pre>
 */
public final class StreamIsExact implements Guarantee {

    @Override
    public void check(Observation observed) {
        Map<String, Row> rows = new HashMap<>();
        List<Row> projected = observed.rows();
        if (projected != null) {
            projected.forEach(row -> rows.put(row.sessionId() + '/' + row.messageId(), row));
        }
        for (String session : observed.log().sessions()) {
            for (Turn turn : observed.log().turns(session)) {
                checkTexts(observed.log().counting(turn), end -> {
                    if (projected != null
                            && turn.placement() != null
                            && turn.number() > observed.log().deletedAt(session)) {
                        checkRow(end, rows.get(session + '/' + turn.answerId()));
                    }
                });
            }
        }
        observed.clients().forEach(StreamIsExact::checkClient);
    }

    private static void checkTexts(List<EventRecord> counting, Consumer<Told> ends) {
        Map<Integer, StringBuilder> texts = new HashMap<>();
        Map<Integer, Long> chunks = new HashMap<>();
        for (EventRecord record : counting) {
            int attempt = record.head().attempt();
            if (record.event() instanceof ChatEvent.ChatStarted started) {
                Broken.unless(started.attempt() == attempt, "G2", "%s says attempt %d", record, started.attempt());
                texts.put(attempt, new StringBuilder());
                chunks.put(attempt, 0L);
            } else if (record.event() instanceof ChatEvent.ChatChunk chunk) {
                long expected = chunks.merge(attempt, 1L, Long::sum) - 1;
                boolean exact = chunk.seq() == expected
                        && chunk.attempt() == attempt
                        && record.head().seq() == expected;
                Broken.unless(exact, "G2", "%s has seq %d (expected: %d)", record, chunk.seq(), expected);
                texts.computeIfAbsent(attempt, a -> new StringBuilder()).append(chunk.chunk());
            } else if (record.head().type().isEnd()) {
                Said said = Said.of(record.event());
                int kept = said.ofAttempt() == null ? attempt : said.ofAttempt();
                String text = texts.getOrDefault(kept, new StringBuilder()).toString();
                long count = chunks.getOrDefault(kept, 0L);
                Broken.unless(
                        said.text().equals(text), "G2", "%s says '%s', its chunks '%s'", record, said.text(), text);
                boolean counted = said.chunks() == null || said.chunks() == count;
                Broken.unless(counted, "G2", "%s says %d chunks (expected: %d)", record, said.chunks(), count);
                ends.accept(new Told(record, text, count));
            }
        }
    }

    private static void checkRow(Told told, @Nullable Row row) {
        EventRecord end = told.end();
        String text = told.text();
        long chunks = told.chunks();
        Broken.unless(row != null, "G2", "%s has no row", end);
        if (row != null) {
            // A text column of PostgreSQL cannot hold NUL.
            String storable = StorableText.withoutNul(text);
            Broken.unless(
                    row.content().equals(storable), "G2", "%s: the row says '%s', not '%s'", end, row.content(), text);
            Broken.unless(
                    row.chunks() != null && row.chunks() == chunks,
                    "G2",
                    "%s: the row says %s chunks (expected: %d)",
                    end,
                    row.chunks(),
                    chunks);
            Broken.unless(
                    digest(text).equals(row.digest())
                            && (Boolean.TRUE.equals(row.verified()) || !storable.equals(text)),
                    "G2",
                    "%s: the row's digest is %s, verified %s (expected: %s, true)",
                    end,
                    row.digest(),
                    row.verified(),
                    digest(text));
        }
    }

    private static void checkClient(ClientLog client) {
        Map<String, Map<Long, StringBuilder>> texts = new HashMap<>();
        for (Seen seen : client.seen()) {
            String message = seen.sessionId() + "/" + seen.messageId();
            long attempt = seen.number("attempt");
            switch (seen.event()) {
                case "connect" -> {
                    if (!seen.recovered()) {
                        texts.clear();
                    }
                }
                case "session_joined" -> texts.keySet().removeIf(key -> key.startsWith(seen.sessionId() + "/"));
                case "chat_started" ->
                    texts.computeIfAbsent(message, id -> new HashMap<>()).put(attempt, new StringBuilder());
                case "chat_chunk" -> {
                    StringBuilder text = texts.getOrDefault(message, Map.of()).get(attempt);
                    if (text != null) {
                        text.append(seen.text("chunk"));
                    }
                }
                case "chat_complete", "chat_cancelled", "error" -> checkEnd(client, seen, texts.get(message));
                default -> {
                    // Carries no text.
                }
            }
        }
    }

    private static void checkEnd(ClientLog client, Seen end, @Nullable Map<Long, StringBuilder> texts) {
        long kept = end.number("of_attempt") >= 0 ? end.number("of_attempt") : end.number("attempt");
        StringBuilder shown = texts == null ? null : texts.get(kept);
        if (shown == null) {
            return;
        }
        String text = end.text(end.event().equals("chat_complete") ? "full_response" : "partial_response");
        boolean same = shown.toString().equals(text == null ? "" : text);
        Broken.unless(
                same, "G2", "%s saw '%s' of answer %s, its end says '%s'", client.name(), shown, end.messageId(), text);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A turn's end and what its chunks say. */
    private record Told(EventRecord end, String text, long chunks) {}

    /** What an end says of its text. */
    private record Said(
            String text, @Nullable Long chunks, @Nullable Integer ofAttempt) {

        static Said of(ChatEvent end) {
            return switch (end) {
                case ChatEvent.ChatComplete e -> new Said(e.fullResponse(), e.chunks(), null);
                case ChatEvent.ChatCancelled e -> new Said(e.partialResponse(), e.chunks(), e.ofAttempt());
                case ChatEvent.ChatError e ->
                    new Said(e.partialResponse() == null ? "" : e.partialResponse(), null, null);
                case ChatEvent.UserMessage e -> throw new IllegalArgumentException("no end: " + e);
                case ChatEvent.ChatQueued e -> throw new IllegalArgumentException("no end: " + e);
                case ChatEvent.ChatStarted e -> throw new IllegalArgumentException("no end: " + e);
                case ChatEvent.ChatChunk e -> throw new IllegalArgumentException("no end: " + e);
                case ChatEvent.ChatHeartbeat e -> throw new IllegalArgumentException("no end: " + e);
            };
        }
    }
}
