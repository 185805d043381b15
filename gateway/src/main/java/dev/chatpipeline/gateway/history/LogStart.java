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
        long offset = Math.min(unprojected(jdbc, sessionId, partition), shownAgain(jdbc, sessionId, answerId));
        return new LogStart(offset, stateAt(jdbc, sessionId, offset, introduced(jdbc, sessionId, answerId)));
    }

    /**
     * The first event that the session's rows do not reflect. Rows are written before the position that covers them; read
     * in between, the position alone would lead back into an answer that is over, and a start of it that came too late to
     * count would count for this reader.
     */
    private static long unprojected(JdbcClient jdbc, String sessionId, int partition) {
        return jdbc.sql("""
                        select 1 + greatest(
                            (select events_offset from projection_position where log_partition = :partition),
                            (select max(last_offset) from message
                                where session_id = :session and role = 'assistant'),
                            -1)""")
                .param("partition", partition)
                .param("session", sessionId)
                .query(Long.class)
                .single();
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
