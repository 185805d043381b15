package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.MessageStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the message table.
 *
 * @param sessionId    with {@code messageId} the row's identity
 * @param messageId    a user's message or an answer
 * @param parentId     the message it hangs under; null for a root
 * @param role         who speaks
 * @param userId       who wrote it; null for an answer
 * @param workspaceId  decided provider and model; null where the log does not say
 * @param content      the text; empty until an answer has ended
 * @param status       where the turn stands
 * @param turn         offset of the command that is answered
 * @param attempt      the attempt that counts, 0 when the turn ended before it started; null where there is none
 * @param provider     whose model answered; null before the start
 * @param model        the provider's name for it; null before the start
 * @param finishReason why the model stopped; null unless complete
 * @param usage        tokens as the provider counts; null when it does not
 * @param ttftMs       from asking the model to its first text, ms; null when not known
 * @param durationMs   from asking the model to its end, ms; null unless complete
 * @param failure      why there is no whole answer; null unless failed or rejected
 * @param logPartition of the session, in every topic
 * @param proof        where the log holds what the row says; null while queued
 * @param createdAt    when the user wrote, or the attempt that counts started
 * @param finishedAt   when the turn ended; null before, and for users
 */
public record MessageRow(
        String sessionId,
        String messageId,
        @Nullable String parentId,
        Role role,
        @Nullable String userId,
        @Nullable String workspaceId,
        String content,
        MessageStatus status,
        long turn,
        @Nullable Integer attempt,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String finishReason,
        @Nullable Usage usage,
        @Nullable Long ttftMs,
        @Nullable Long durationMs,
        @Nullable Failure failure,
        int logPartition,
        @Nullable Proof proof,
        Instant createdAt,
        @Nullable Instant finishedAt)
        implements HistoryRecord {

    /** The text with what PostgreSQL's {@code text} cannot hold replaced: NUL, by U+FFFD. */
    public static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Who speaks. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /**
     * Why there is no whole answer.
     *
     * @param errorType the coarse class
     * @param code      what happened
     * @param message   for people
     * @param retryable whether asking again may help
     */
    public record Failure(String errorType, String code, String message, boolean retryable) {}

    /**
     * Where the log holds what the row says: for a user in {@code chat.commands}, for an answer in {@code chat.events}.
     *
     * @param firstOffset of the command, or of the turn's first start that counted, superseded attempts included
     * @param lastOffset  of the command, or of the last start or end that counted
     * @param chunks      how many chunks the kept attempt has; null for users and before the end
     * @param digest      {@code sha256:} and hex of these chunks' text in UTF-8; null for users and before the end
     * @param verified    whether {@code content} has that digest; null for users and before the end
     */
    public record Proof(
            long firstOffset,
            long lastOffset,
            @Nullable Long chunks,
            @Nullable String digest,
            @Nullable Boolean verified) {

        static Proof at(long firstOffset, long lastOffset) {
            return new Proof(firstOffset, lastOffset, null, null, null);
        }
    }
}
