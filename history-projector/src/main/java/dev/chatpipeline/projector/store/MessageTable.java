package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.projector.topology.MessageRow;
import dev.chatpipeline.projector.topology.MessageRow.Failure;
import dev.chatpipeline.projector.topology.MessageRow.Proof;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The table {@code message}. */
final class MessageTable {

    /** In the order in which {@link #bind} sets them. */
    private static final String[] COLUMNS = {
        "session_id",
        "message_id",
        "parent_id",
        "role",
        "user_id",
        "workspace_id",
        "content",
        "status",
        "turn",
        "attempt",
        "provider",
        "model",
        "finish_reason",
        "input_tokens",
        "output_tokens",
        "ttft_ms",
        "duration_ms",
        "error_type",
        "error_code",
        "error_message",
        "retryable",
        "log_partition",
        "first_offset",
        "last_offset",
        "chunks",
        "digest",
        "verified",
        "created_at",
        "finished_at"
    };

    /** The guard compares log positions: the turn, then the last offset, which a queued row does not have yet. */
    private static final String UPSERT = "insert into message (" + String.join(", ", COLUMNS) + ") values ("
            + String.join(", ", Collections.nCopies(COLUMNS.length, "?"))
            + ") on conflict (session_id, message_id) do update set "
            + Arrays.stream(COLUMNS)
                    .skip(2)
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "))
            + " where (message.turn, coalesce(message.last_offset, -1))"
            + " <= (excluded.turn, coalesce(excluded.last_offset, -1))";

    private MessageTable() {}

    static void upsert(JdbcOperations jdbc, List<MessageRow> rows) {
        jdbc.batchUpdate(UPSERT, rows, Math.max(1, rows.size()), MessageTable::bind);
    }

    private static void bind(PreparedStatement to, MessageRow row) throws SQLException {
        Usage usage = row.usage();
        Failure failure = row.failure();
        Proof proof = row.proof();
        Binder next = new Binder(to);
        next.text(row.sessionId());
        next.text(row.messageId());
        next.text(row.parentId());
        next.text(row.role().name().toLowerCase(Locale.ROOT));
        next.text(row.userId());
        next.text(row.workspaceId());
        next.text(row.content());
        next.text(row.status().wire());
        next.value(row.turn(), Types.BIGINT);
        next.value(row.attempt(), Types.INTEGER);
        next.text(row.provider());
        next.text(row.model());
        next.text(row.finishReason());
        next.value(usage == null ? null : usage.inputTokens(), Types.INTEGER);
        next.value(usage == null ? null : usage.outputTokens(), Types.INTEGER);
        next.value(row.ttftMs(), Types.BIGINT);
        next.value(row.durationMs(), Types.BIGINT);
        next.text(failure == null ? null : failure.errorType());
        next.text(failure == null ? null : failure.code());
        next.text(failure == null ? null : failure.message());
        next.value(failure == null ? null : failure.retryable(), Types.BOOLEAN);
        next.value(row.logPartition(), Types.INTEGER);
        next.value(proof == null ? null : proof.firstOffset(), Types.BIGINT);
        next.value(proof == null ? null : proof.lastOffset(), Types.BIGINT);
        next.value(proof == null ? null : proof.chunks(), Types.BIGINT);
        next.text(proof == null ? null : proof.digest());
        next.value(proof == null ? null : proof.verified(), Types.BOOLEAN);
        next.time(row.createdAt());
        next.time(row.finishedAt());
    }

    /** Sets one parameter after the other. */
    private static final class Binder {

        /** The SQL state of a time that the database cannot hold. */
        private static final String OUT_OF_RANGE = "22008";

        private final PreparedStatement to;
        private int index;

        Binder(PreparedStatement to) {
            this.to = to;
        }

        void text(@Nullable String text) throws SQLException {
            to.setString(++index, text == null ? null : MessageRow.storable(text));
        }

        void time(@Nullable Instant time) throws SQLException {
            try {
                value(time == null ? null : time.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
            } catch (DateTimeException e) {
                throw new SQLDataException("time: " + time + " (expected: in the database's range)", OUT_OF_RANGE, e);
            }
        }

        void value(@Nullable Object value, int type) throws SQLException {
            to.setObject(++index, value, type);
        }
    }
}
