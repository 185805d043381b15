package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.SessionState;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where a client that has read a session's rows must begin to read its events. Rows and projection position are read in one
 * snapshot, so no event falls between them. The events of unfinished answers are read from their start.
 *
 * @param offset first offset to read in {@code chat.events}
 * @param state  what the session's events before that offset fold to
 */
public record LogStart(long offset, SessionState state) {

    static LogStart read(JdbcClient jdbc, String sessionId, int partition, @Nullable String answerId) {
        long offset =
                Math.min(firstUnprojected(jdbc, sessionId, partition), firstUnfinished(jdbc, sessionId, answerId));
        return new LogStart(offset, stateAt(jdbc, sessionId, offset, lastIntroduced(jdbc, sessionId, answerId)));
    }

    /**
     * The first offset that the session's rows do not reflect. The projection position alone does not say that, because it is
     * written after the rows. A snapshot taken in between would place the reader inside a finished answer. There it would
     * accept a start record that, coming after the end, does not count.
     */
    private static long firstUnprojected(JdbcClient jdbc, String sessionId, int partition) {
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

    /** The first offset of any turn that is unfinished, or whose answer is requested again. */
    private static long firstUnfinished(JdbcClient jdbc, String sessionId, @Nullable String answerId) {
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

    /** The last turn whose user message the client has read as a row. A turn that is requested again does not count as read. */
    private static long lastIntroduced(JdbcClient jdbc, String sessionId, @Nullable String answerId) {
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
