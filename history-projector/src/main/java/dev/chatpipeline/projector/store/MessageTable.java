package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/** The table {@code message}. */
final class MessageTable {

    private static final List<String> COLUMNS =
            Arrays.stream(MessageColumn.values()).map(MessageColumn::sqlName).toList();

    /** Replaces a row only by one from later in the log. It compares the turn, then the last offset, which a queued row lacks. */
    private static final String UPSERT = "insert into message (" + String.join(", ", COLUMNS) + ") values ("
            + String.join(", ", Collections.nCopies(COLUMNS.size(), "?"))
            + ") on conflict (session_id, message_id) do update set "
            + COLUMNS.stream()
                    .filter(column -> !column.equals("session_id") && !column.equals("message_id"))
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "))
            + " where (message.turn, coalesce(message.last_offset, -1))"
            + " <= (excluded.turn, coalesce(excluded.last_offset, -1))";

    private MessageTable() {}

    static void upsert(JdbcOperations jdbc, List<MessageRow> rows) {
        jdbc.batchUpdate(
                UPSERT,
                rows,
                Math.max(1, rows.size()),
                (statement, row) -> MessageValues.of(row).bind(statement));
    }
}
