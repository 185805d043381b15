package dev.chatpipeline.gateway.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatpipeline.contracts.ChatEvent.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients see it, in pages and in the reply to {@code join_session}.
 *
 * @param parentId     null for a root
 * @param userId       the author; absent on answers
 * @param timestamp    when the message was sent, or its answer began
 * @param finishedAt   absent until it is finished
 * @param attempt      the attempt that counts; absent before the first and on users' messages
 * @param finishReason as in {@code chat_complete}
 * @param error        absent unless it failed
 * @param proof        where in the log the answer lies; absent until it is finished and on users' messages
 */
public record MessageView(
        String sessionId,
        String messageId,
        @JsonInclude @Nullable String parentId,
        String role,
        @Nullable String userId,
        @Nullable String workspaceId,
        String content,
        Instant timestamp,
        @Nullable Instant finishedAt,
        String status,
        @Nullable Integer attempt,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String finishReason,
        @Nullable Usage usage,
        @Nullable Long ttftMs,
        @Nullable Long durationMs,
        @Nullable Failure error,
        @Nullable Proof proof) {

    /** Why an answer failed, as in the event {@code error}. */
    public record Failure(
            @Nullable String errorType,
            String code,
            @Nullable String message,
            @Nullable Boolean retryable) {}

    /**
     * The records that hold the answer.
     *
     * @param digest   hash of all chunks joined
     * @param verified whether it equals the hash of the content
     */
    public record Proof(
            String topic,
            int partition,
            long firstOffset,
            long lastOffset,
            long chunks,
            String digest,
            boolean verified) {}

    static MessageView of(ResultSet row, String eventsTopic) throws SQLException {
        return new MessageView(
                row.getString("session_id"),
                row.getString("message_id"),
                row.getString("parent_id"),
                row.getString("role"),
                row.getString("user_id"),
                row.getString("workspace_id"),
                row.getString("content"),
                Rows.instant(row, "created_at"),
                Rows.optionalInstant(row, "finished_at"),
                row.getString("status"),
                row.getObject("attempt", Integer.class),
                row.getString("provider"),
                row.getString("model"),
                row.getString("finish_reason"),
                usage(row),
                row.getObject("ttft_ms", Long.class),
                row.getObject("duration_ms", Long.class),
                failure(row),
                proof(row, eventsTopic));
    }

    private static @Nullable Usage usage(ResultSet row) throws SQLException {
        Integer input = row.getObject("input_tokens", Integer.class);
        Integer output = row.getObject("output_tokens", Integer.class);
        return input == null && output == null ? null : new Usage(input, output);
    }

    private static @Nullable Failure failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new Failure(
                        row.getString("error_type"),
                        code,
                        row.getString("error_message"),
                        row.getObject("retryable", Boolean.class));
    }

    private static @Nullable Proof proof(ResultSet row, String eventsTopic) throws SQLException {
        String digest = row.getString("digest");
        if (digest == null || !row.getString("role").equals("assistant")) {
            return null;
        }
        return new Proof(
                eventsTopic,
                row.getInt("log_partition"),
                row.getLong("first_offset"),
                row.getLong("last_offset"),
                row.getLong("chunks"),
                digest,
                row.getBoolean("verified"));
    }
}
