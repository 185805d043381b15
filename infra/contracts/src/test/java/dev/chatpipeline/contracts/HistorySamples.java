package dev.chatpipeline.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.Generation;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.Progress;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.Times;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records behind the samples of {@code chat.history}. */
final class HistorySamples {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Times ENDED = new Times(NOON.plusMillis(5), NOON.plusMillis(950));

    private static final String SESSION = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final String QUESTION = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private static final String ANSWER = "5d21bb98-0a2d-58c5-b11c-d3a407479ded";

    private static final Node NODE = new Node(SESSION, ANSWER, QUESTION);
    private static final Origin ORIGIN = new Origin(3, 7, "default");
    private static final Generation UNFINISHED = Generation.by("openai", "gpt-5-mini");

    private HistorySamples() {}

    /** By resource. */
    static Map<String, HistoryRecord> all() {
        Map<String, HistoryRecord> samples = new LinkedHashMap<>();
        samples.put("/samples/history/user_row.json", question());
        samples.put("/samples/history/answer_row_queued.json", queued());
        samples.put("/samples/history/answer_row_running.json", running());
        samples.put("/samples/history/answer_row_complete.json", complete());
        samples.put("/samples/history/answer_row_failed.json", failed());
        samples.put("/samples/history/answer_row_rejected.json", rejected());
        samples.put("/samples/history/position.json", new Position(3, 7, 57));
        samples.put("/history/user_row_reply.json", reply());
        samples.put("/history/answer_row_unattributed.json", unattributed());
        return samples;
    }

    private static UserRow question() {
        String text = "What is a \"log\"?\nIn one line, s'il vous plaît 🙏";
        return new UserRow(new Node(SESSION, QUESTION, null), ORIGIN, "user-1", text, NOON);
    }

    private static UserRow reply() {
        Node node = new Node(SESSION, "m-2", ANSWER);
        return new UserRow(node, new Origin(3, 12, "default"), "user-1", "And why?", NOON.plusSeconds(60));
    }

    private static AnswerRow queued() {
        return new AnswerRow(NODE, ORIGIN, Progress.queued(), Generation.none(), null, new Times(NOON, null));
    }

    private static AnswerRow running() {
        Times times = new Times(NOON.plusMillis(5), null);
        return new AnswerRow(NODE, ORIGIN, Progress.running(1), UNFINISHED, Proof.running(10, 10), times);
    }

    private static AnswerRow complete() {
        String text = "An append-only séquence of records.";
        return new AnswerRow(
                NODE,
                ORIGIN,
                new Progress(MessageStatus.COMPLETE, 1, text, null),
                new Generation("openai", "gpt-5-mini", "stop", new Usage(21, 8), 245L, 945L),
                new Proof(10, 57, 2L, digest(text), true),
                ENDED);
    }

    private static AnswerRow failed() {
        String sentence = "The model's server closed the stream before the answer was whole.";
        Failure failure = new Failure("llm_error", "stream_cut", sentence, true);
        String text = "An append-only ";
        return new AnswerRow(
                NODE,
                ORIGIN,
                new Progress(MessageStatus.FAILED, 1, text, failure),
                UNFINISHED,
                new Proof(10, 57, 1L, digest(text), true),
                ENDED);
    }

    private static AnswerRow rejected() {
        Failure failure = new Failure("rate_limited", "session_busy", "The session is busy.", true);
        Instant ended = NOON.plusMillis(2);
        return new AnswerRow(
                NODE,
                ORIGIN,
                new Progress(MessageStatus.REJECTED, 0, "", failure),
                Generation.none(),
                new Proof(10, 10, 0L, digest(""), true),
                new Times(ended, ended));
    }

    /** An answer whose start and end could not be read, from a worker that named neither parent nor workspace. */
    private static AnswerRow unattributed() {
        Failure failure = new Failure("server_error", "internal", "The end of this answer cannot be read.", false);
        return new AnswerRow(
                new Node(SESSION, ANSWER, null),
                new Origin(3, 7, null),
                new Progress(MessageStatus.FAILED, 1, "", failure),
                Generation.none(),
                new Proof(10, 57, 2L, digest("whatever was said"), false),
                ENDED);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
