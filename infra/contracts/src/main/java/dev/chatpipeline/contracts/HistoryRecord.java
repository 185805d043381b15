package dev.chatpipeline.contracts;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code chat.history}: a row of the message table, or a position that says how far rows reflect the log. A
 * record without a value erases its key's row.
 */
public sealed interface HistoryRecord {

    /** The record's key. */
    HistoryKey key();

    /** A row of the message table. */
    sealed interface MessageRow extends HistoryRecord {

        /** The message in its session's tree. */
        Node node();

        /** The turn that made the row. */
        Origin origin();

        @Override
        default HistoryKey key() {
            return new HistoryKey.OfRow(node().sessionId(), node().messageId());
        }
    }

    /**
     * A user's message. The command holds its text, so the command's offset is its proof.
     *
     * @param userId    the author
     * @param content   the text
     * @param createdAt when the gateway accepted it, UTC
     */
    record UserRow(Node node, Origin origin, String userId, String content, Instant createdAt) implements MessageRow {}

    /**
     * An answer. The row exists as soon as its command has been folded.
     *
     * @param proof where the log holds the answer; null while queued
     */
    record AnswerRow(
            Node node,
            Origin origin,
            Progress progress,
            Generation generation,
            @Nullable Proof proof,
            Times times) implements MessageRow {}

    /**
     * How far the rows before this record reflect the log. No event up to it belongs to a command beyond it.
     *
     * @param logPartition   the partition, which has the same number in all topics
     * @param commandsOffset last folded offset of {@code chat.commands}, -1 before the first
     * @param eventsOffset   last folded offset of {@code chat.events}, -1 before the first
     */
    record Position(int logPartition, long commandsOffset, long eventsOffset) implements HistoryRecord {

        @Override
        public HistoryKey key() {
            return new HistoryKey.OfPosition(logPartition);
        }
    }

    /**
     * A message in its session's tree.
     *
     * @param messageId id of the user's message or of the answer
     * @param parentId  its parent; null for a root
     */
    record Node(
            @Id String sessionId,
            @Id String messageId,
            @Nullable String parentId) {}

    /**
     * The turn that made a row.
     *
     * @param logPartition the session's partition, which has the same number in all topics
     * @param turn         offset of the command in {@code chat.commands}
     * @param workspaceId  decided provider and model; null if the log does not say
     */
    record Origin(int logPartition, long turn, @Nullable String workspaceId) {}

    /**
     * The progress of an answer.
     *
     * @param attempt the attempt that counts; 0 if the turn ended before it started; null while queued
     * @param content the text; empty until the turn has ended
     * @param failure why the answer is not complete; null unless failed or rejected
     */
    record Progress(
            MessageStatus status,
            @Nullable Integer attempt,
            String content,
            @Nullable Failure failure) {

        /** Of an answer whose turn is waiting. */
        public static Progress queued() {
            return new Progress(MessageStatus.QUEUED, null, "", null);
        }

        /** Of an answer that this attempt is writing. */
        public static Progress running(int attempt) {
            return new Progress(MessageStatus.RUNNING, attempt, "", null);
        }
    }

    /**
     * Why an answer is not complete.
     *
     * @param errorType {@link FailureCode.Kind#wire()}
     * @param code      {@link FailureCode#wire()}
     * @param message   for people, one sentence
     * @param retryable whether a retry may succeed
     */
    record Failure(String errorType, String code, String message, boolean retryable) {}

    /**
     * How the model made the answer.
     *
     * @param provider     the provider of the model; null before the start
     * @param model        the provider's name for the model; null before the start
     * @param finishReason why the model stopped; null unless complete
     * @param usage        tokens as the provider counts them; null if it does not
     * @param ttftMs       time from asking the model to its first text, in ms; null if not known
     * @param durationMs   time from asking the model to its end, in ms; null unless complete
     */
    record Generation(
            @Nullable String provider,
            @Nullable String model,
            @Nullable String finishReason,
            @Nullable Usage usage,
            @Nullable Long ttftMs,
            @Nullable Long durationMs) {

        /** Of an answer that no model has started. */
        public static Generation none() {
            return by(null, null);
        }

        /** Of an answer that this model has not completed. */
        public static Generation by(@Nullable String provider, @Nullable String model) {
            return new Generation(provider, model, null, null, null, null);
        }
    }

    /**
     * Where {@code chat.events} holds the answer, and whether the row agrees with it.
     *
     * @param firstOffset offset of the turn's first start that counted; superseded attempts come after it
     * @param lastOffset  offset of the last start or end that counted
     * @param chunks      number of chunks in the attempt whose text this is; null before the end
     * @param digest      {@code sha256:} and hex digits, over the UTF-8 text of these chunks; null before the end
     * @param verified    whether the row's content has that digest; null before the end
     */
    record Proof(
            long firstOffset,
            long lastOffset,
            @Nullable Long chunks,
            @Nullable String digest,
            @Nullable Boolean verified) {

        /** Of a running answer. */
        public static Proof running(long firstOffset, long lastOffset) {
            return new Proof(firstOffset, lastOffset, null, null, null);
        }
    }

    /**
     * The times of an answer, UTC.
     *
     * @param createdAt  when the user asked, or the attempt that counts started
     * @param finishedAt when the turn ended; null before the end
     */
    record Times(Instant createdAt, @Nullable Instant finishedAt) {}
}
