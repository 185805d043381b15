package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Reads the message table. */
public final class RowReader {

    /** How long the projection may take to reach the end of the log. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String jdbcUrl;

    /** @param jdbcUrl with user and password */
    public RowReader(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Every row, once the projection has folded all of this log. */
    public List<Row> readWhenProjected(Log log) {
        Map<Integer, Long> commands = new HashMap<>();
        for (CommandRecord record : log.commands()) {
            commands.merge(record.partition(), record.offset(), Math::max);
        }
        Map<Integer, Long> events = new HashMap<>();
        for (EventRecord record : log.events()) {
            events.merge(record.partition(), record.offset(), Math::max);
        }
        Awaitility.await("projection of " + commands + " and " + events)
                .atMost(PATIENCE)
                .until(() -> covers("commands_offset", commands) && covers("events_offset", events));
        return read();
    }

    /** Every row. */
    public List<Row> read() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select * from message order by session_id, turn, role desc")) {
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("reading messages", e);
        }
    }

    private boolean covers(String column, Map<Integer, Long> offsets) throws SQLException {
        Map<Integer, Long> positions = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select log_partition, " + column + " from projection_position")) {
            while (result.next()) {
                positions.put(result.getInt(1), result.getLong(2));
            }
        }
        return offsets.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private static Row row(ResultSet result) throws SQLException {
        return new Row(
                result.getString("session_id"),
                result.getString("message_id"),
                result.getString("parent_id"),
                result.getString("role"),
                result.getString("user_id"),
                result.getString("content"),
                MessageStatus.of(result.getString("status")),
                result.getLong("turn"),
                result.getObject("attempt", Integer.class),
                result.getString("finish_reason"),
                result.getString("error_code"),
                result.getInt("log_partition"),
                result.getObject("first_offset", Long.class),
                result.getObject("last_offset", Long.class),
                result.getObject("chunks", Long.class),
                result.getString("digest"),
                result.getObject("verified", Boolean.class));
    }
}
