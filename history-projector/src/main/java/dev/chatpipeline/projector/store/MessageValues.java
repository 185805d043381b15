package dev.chatpipeline.projector.store;

import static dev.chatpipeline.projector.store.MessageColumn.ATTEMPT;
import static dev.chatpipeline.projector.store.MessageColumn.CHUNKS;
import static dev.chatpipeline.projector.store.MessageColumn.CONTENT;
import static dev.chatpipeline.projector.store.MessageColumn.CREATED_AT;
import static dev.chatpipeline.projector.store.MessageColumn.DIGEST;
import static dev.chatpipeline.projector.store.MessageColumn.DURATION_MS;
import static dev.chatpipeline.projector.store.MessageColumn.ERROR_CODE;
import static dev.chatpipeline.projector.store.MessageColumn.ERROR_MESSAGE;
import static dev.chatpipeline.projector.store.MessageColumn.ERROR_TYPE;
import static dev.chatpipeline.projector.store.MessageColumn.FINISHED_AT;
import static dev.chatpipeline.projector.store.MessageColumn.FINISH_REASON;
import static dev.chatpipeline.projector.store.MessageColumn.FIRST_OFFSET;
import static dev.chatpipeline.projector.store.MessageColumn.INPUT_TOKENS;
import static dev.chatpipeline.projector.store.MessageColumn.LAST_OFFSET;
import static dev.chatpipeline.projector.store.MessageColumn.LOG_PARTITION;
import static dev.chatpipeline.projector.store.MessageColumn.MESSAGE_ID;
import static dev.chatpipeline.projector.store.MessageColumn.MODEL;
import static dev.chatpipeline.projector.store.MessageColumn.OUTPUT_TOKENS;
import static dev.chatpipeline.projector.store.MessageColumn.PARENT_ID;
import static dev.chatpipeline.projector.store.MessageColumn.PROVIDER;
import static dev.chatpipeline.projector.store.MessageColumn.RETRYABLE;
import static dev.chatpipeline.projector.store.MessageColumn.ROLE;
import static dev.chatpipeline.projector.store.MessageColumn.SESSION_ID;
import static dev.chatpipeline.projector.store.MessageColumn.STATUS;
import static dev.chatpipeline.projector.store.MessageColumn.TTFT_MS;
import static dev.chatpipeline.projector.store.MessageColumn.TURN;
import static dev.chatpipeline.projector.store.MessageColumn.USER_ID;
import static dev.chatpipeline.projector.store.MessageColumn.VERIFIED;
import static dev.chatpipeline.projector.store.MessageColumn.WORKSPACE_ID;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.Generation;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Progress;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.StorableText;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row's column values. A column that is not set is null. */
final class MessageValues {

    /** SQL state for a time outside the database's range. */
    private static final String OUT_OF_RANGE = "22008";

    private final Map<MessageColumn, Object> values = new EnumMap<>(MessageColumn.class);

    private MessageValues(MessageRow row) {
        set(SESSION_ID, row.node().sessionId());
        set(MESSAGE_ID, row.node().messageId());
        set(PARENT_ID, row.node().parentId());
        set(LOG_PARTITION, row.origin().logPartition());
        set(TURN, row.origin().turn());
        set(WORKSPACE_ID, row.origin().workspaceId());
    }

    static MessageValues of(MessageRow row) {
        MessageValues values = new MessageValues(row);
        switch (row) {
            case UserRow user -> values.setUser(user);
            case AnswerRow answer -> values.setAnswer(answer);
        }
        return values;
    }

    private void setUser(UserRow row) {
        set(ROLE, "user");
        set(STATUS, MessageStatus.COMPLETE.wire());
        set(USER_ID, row.userId());
        set(CONTENT, row.content());
        set(FIRST_OFFSET, row.origin().turn());
        set(LAST_OFFSET, row.origin().turn());
        set(CREATED_AT, row.createdAt());
    }

    private void setAnswer(AnswerRow row) {
        set(ROLE, "assistant");
        set(CREATED_AT, row.times().createdAt());
        set(FINISHED_AT, row.times().finishedAt());
        setProgress(row.progress());
        setGeneration(row.generation());
        @Nullable Proof proof = row.proof();
        if (proof != null) {
            setProof(proof);
        }
    }

    private void setProgress(Progress progress) {
        set(STATUS, progress.status().wire());
        set(ATTEMPT, progress.attempt());
        set(CONTENT, progress.content());
        @Nullable Failure failure = progress.failure();
        if (failure != null) {
            set(ERROR_TYPE, failure.errorType());
            set(ERROR_CODE, failure.code());
            set(ERROR_MESSAGE, failure.message());
            set(RETRYABLE, failure.retryable());
        }
    }

    private void setGeneration(Generation generation) {
        set(PROVIDER, generation.provider());
        set(MODEL, generation.model());
        set(FINISH_REASON, generation.finishReason());
        set(TTFT_MS, generation.ttftMs());
        set(DURATION_MS, generation.durationMs());
        @Nullable Usage usage = generation.usage();
        if (usage != null) {
            set(INPUT_TOKENS, usage.inputTokens());
            set(OUTPUT_TOKENS, usage.outputTokens());
        }
    }

    private void setProof(Proof proof) {
        set(FIRST_OFFSET, proof.firstOffset());
        set(LAST_OFFSET, proof.lastOffset());
        set(CHUNKS, proof.chunks());
        set(DIGEST, proof.digest());
        set(VERIFIED, proof.verified());
    }

    private void set(MessageColumn column, @Nullable Object value) {
        if (value != null) {
            values.put(column, value);
        }
    }

    /** Sets the statement's parameters, one per column, in the order of {@link MessageColumn}. */
    void bind(PreparedStatement statement) throws SQLException {
        for (MessageColumn column : MessageColumn.values()) {
            statement.setObject(column.ordinal() + 1, sqlValue(values.get(column)), column.sqlType());
        }
    }

    private static @Nullable Object sqlValue(@Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            return StorableText.withoutNul(text);
        }
        if (value instanceof Instant time) {
            try {
                return time.atOffset(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new SQLDataException("time: " + time + " (expected: in the database's range)", OUT_OF_RANGE, e);
            }
        }
        return value;
    }
}
