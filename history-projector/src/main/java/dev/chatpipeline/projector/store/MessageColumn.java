package dev.chatpipeline.projector.store;

import java.sql.Types;
import java.util.Locale;

/** A column of the table {@code message}. */
enum MessageColumn {
    SESSION_ID(Types.VARCHAR),
    MESSAGE_ID(Types.VARCHAR),
    PARENT_ID(Types.VARCHAR),
    ROLE(Types.VARCHAR),
    USER_ID(Types.VARCHAR),
    WORKSPACE_ID(Types.VARCHAR),
    CONTENT(Types.VARCHAR),
    STATUS(Types.VARCHAR),
    TURN(Types.BIGINT),
    ATTEMPT(Types.INTEGER),
    PROVIDER(Types.VARCHAR),
    MODEL(Types.VARCHAR),
    FINISH_REASON(Types.VARCHAR),
    INPUT_TOKENS(Types.INTEGER),
    OUTPUT_TOKENS(Types.INTEGER),
    TTFT_MS(Types.BIGINT),
    DURATION_MS(Types.BIGINT),
    ERROR_TYPE(Types.VARCHAR),
    ERROR_CODE(Types.VARCHAR),
    ERROR_MESSAGE(Types.VARCHAR),
    RETRYABLE(Types.BOOLEAN),
    LOG_PARTITION(Types.INTEGER),
    FIRST_OFFSET(Types.BIGINT),
    LAST_OFFSET(Types.BIGINT),
    CHUNKS(Types.BIGINT),
    DIGEST(Types.VARCHAR),
    VERIFIED(Types.BOOLEAN),
    CREATED_AT(Types.TIMESTAMP_WITH_TIMEZONE),
    FINISHED_AT(Types.TIMESTAMP_WITH_TIMEZONE);

    private final int sqlType;

    MessageColumn(int sqlType) {
        this.sqlType = sqlType;
    }

    /** The name in the table. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One of {@link Types}. */
    int sqlType() {
        return sqlType;
    }
}
