package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.SessionState;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where in the log the events begin that rows do not show, and what the session's events before that fold to. Nothing is
 * lost in between, for rows and position are read in one snapshot; what is running is shown again from its start.
 *
 * @param offset in {@code chat.events}, the first to read
 * @param state  of the session there
 */
public record LogStart(long offset, SessionState state) {

    static LogStart read(JdbcClient jdbc, String sessionId, int partition, @Nullable String answerId) {
        long offset = Math.min(unprojected(jdbc, partition), shownAgain(jdbc, sessionId, answerId));
        return new LogStart(offset, stateAt(jdbc, sessionId, offset, introduced(jdbc, sessionId, answerId)));
    }

    /** The first event that no row reflects. */
    private static long unprojected(JdbcClient jdbc, int partition) {
        return jdbc.sql("select events_offset + 1 from projection_position where log_partition = :partition")
                .param("partition", partition)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Where the first of the turns begins that are not over, or that is asked for again. */
    private static long shownAgain(JdbcClient jdbc, String sessionId, @Nullable String answerId) {
        return jdbc.sql("""
                        select coalesce(min(first_offset), :none) from message
                        where session_id = :session and role = 'assistant'
                          and (status in ('queued', 'running') or message_id = :answer)""")
                .param("none", Long.MAX_VALUE)
                .param("session", sessionId)
                .param("answer", answerId, java.sql.Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    /** The last turn whose user message the client has as a row; a turn that is asked for again is not among them. */
    private static long introduced(JdbcClient jdbc, String sessionId, @Nullable String answerId) {
        return jdbc.sql("""
                        select coalesce(
                            (select turn - 1 from message where session_id = :session and message_id = :answer),
                            (select max(turn) from message where session_id = :session),
                            -1)""")
                .param("session", sessionId)
                .param("answer", answerId, java.sql.Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    private static SessionState stateAt(JdbcClient jdbc, String sessionId, long offset, long introduced) {
        long started = jdbc.sql("""
                        select coalesce(max(turn), -1) from message
                        where session_id = :session and role = 'assistant' and attempt > 0
                          and status not in ('queued', 'running') and last_offset < :offset""")
                .param("session", sessionId)
                .param("offset", offset)
                .query(Long.class)
                .single();
        SortedSet<Long> endedEarly = new TreeSet<>(jdbc.sql("""
                        select turn from message
                        where session_id = :session and role = 'assistant' and coalesce(attempt, 0) = 0
                          and status not in ('queued', 'running') and last_offset < :offset and turn > :started""")
                .param("session", sessionId)
                .param("offset", offset)
                .param("started", started)
                .query(Long.class)
                .list());
        return new SessionState(started, 0, 0, false, introduced, Collections.unmodifiableSortedSet(endedEarly));
    }
}
