package dev.chatpipeline.contracts;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code chat.history} holds: rows of the message table, and how far they reflect the log. A record without a value
 * erases the row of its key.
 */
public sealed interface HistoryRecord {

    /** The record's key. */
    HistoryKey key();

    /** A row of the message table. */
    sealed interface MessageRow extends HistoryRecord {

        /** Which message this is. */
        Node node();

        /** The turn that made the row. */
        Origin origin();

        @Override
        default HistoryKey key() {
            return new HistoryKey.OfRow(node().sessionId(), node().messageId());
        }
    }

    /**
     * What a user wrote. The command that is the turn holds it, so the command's offset is the row's proof.
     *
     * @param userId    who wrote it
     * @param content   the text
     * @param createdAt when the gateway accepted it, UTC
     */
    record UserRow(Node node, Origin origin, String userId, String content, Instant createdAt) implements MessageRow {}

    /**
     * An answer, from the moment it is waited for.
     *
     * @param proof where the log holds it; null while queued
     */
    record AnswerRow(
            Node node,
            Origin origin,
            Progress progress,
            Generation generation,
            @Nullable Proof proof,
            Times times) implements MessageRow {}

    /**
     * How far the rows before this record reflect the log. No event up to it is about a command beyond it.
     *
     * @param logPartition   of commands, events and history alike
     * @param commandsOffset the last offset folded of {@code chat.commands}, -1 before the first
     * @param eventsOffset   the last offset folded of {@code chat.events}, -1 before the first
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
     * @param messageId the user's message id, or the answer's
     * @param parentId  the message it hangs under; null for a root
     */
    record Node(
            @Id String sessionId,
            @Id String messageId,
            @Nullable String parentId) {}

    /**
     * The turn that made a row.
     *
     * @param logPartition the session's, the same in every topic
     * @param turn         offset of the command in {@code chat.commands}
     * @param workspaceId  decided provider and model; null where the log does not say
     */
    record Origin(int logPartition, long turn, @Nullable String workspaceId) {}

    /**
     * How far an answer is.
     *
     * @param attempt the attempt that counts, 0 when the turn ended before it started; null while queued
     * @param content the text; empty until the turn has ended
     * @param failure why there is no whole answer; null unless failed or rejected
     */
    record Progress(
            MessageStatus status,
            @Nullable Integer attempt,
            String content,
            @Nullable Failure failure) {

        /** Of an answer whose turn waits. */
        public static Progress queued() {
            return new Progress(MessageStatus.QUEUED, null, "", null);
        }

        /** Of an answer that this attempt is writing. */
        public static Progress running(int attempt) {
            return new Progress(MessageStatus.RUNNING, attempt, "", null);
        }
    }

    /**
     * Why there is no whole answer.
     *
     * @param errorType {@link FailureCode.Kind#wire()}
     * @param code      {@link FailureCode#wire()}
     * @param message   for people, one sentence
     * @param retryable whether asking again may help
     */
    record Failure(String errorType, String code, String message, boolean retryable) {}

    /**
     * How the model made the answer.
     *
     * @param provider     whose model answered; null before the start
     * @param model        the provider's name for it; null before the start
     * @param finishReason why the model stopped; null unless complete
     * @param usage        tokens as the provider counts them; null when it does not
     * @param ttftMs       from asking the model to its first text, ms; null when not known
     * @param durationMs   from asking the model to its end, ms; null unless complete
     */
    record Generation(
            @Nullable String provider,
            @Nullable String model,
            @Nullable String finishReason,
            @Nullable Usage usage,
            @Nullable Long ttftMs,
            @Nullable Long durationMs) {

        /** Of an answer that no model has begun. */
        public static Generation none() {
            return by(null, null);
        }

        /** Of an answer that this model has not completed. */
        public static Generation by(@Nullable String provider, @Nullable String model) {
            return new Generation(provider, model, null, null, null, null);
        }
    }

    /**
     * Where {@code chat.events} holds the answer, and what was found there.
     *
     * @param firstOffset the turn's first start that counted, so superseded attempts lie behind it
     * @param lastOffset  the last start or end that counted
     * @param chunks      chunks of the attempt whose text this is; null before the end
     * @param digest      {@code sha256:} and hex of these chunks' text in UTF-8; null before the end
     * @param verified    whether the row's content has that digest; null before the end
     */
    record Proof(
            long firstOffset,
            long lastOffset,
            @Nullable Long chunks,
            @Nullable String digest,
            @Nullable Boolean verified) {

        /** Of an answer that runs. */
        public static Proof running(long firstOffset, long lastOffset) {
            return new Proof(firstOffset, lastOffset, null, null, null);
        }
    }

    /**
     * When an answer was made, UTC.
     *
     * @param createdAt  when the user asked, or the attempt that counts started
     * @param finishedAt when the turn ended; null before
     */
    record Times(Instant createdAt, @Nullable Instant finishedAt) {}
}
