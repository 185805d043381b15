package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the messages that the projector has written. */
@Component
public class MessageStore {

    /** Maximum number of messages in a page. */
    static final int MAX_PAGE = 200;

    /** Number of messages in the reply to {@code join_session}. */
    private static final int JOIN_PAGE = 50;

    /** Kind of a page cursor that names the next message towards the root. */
    private static final char PATH = 'p';

    /** Kind of a page cursor that names a position in log order. */
    private static final char TREE = 't';

    private final HistoryDatabase database;
    private final RowMapper<MessageView> toView;

    MessageStore(HistoryDatabase database, Topics topics) {
        this.database = database;
        this.toView = (row, index) -> MessageView.of(row, topics.events());
    }

    /**
     * Some messages, oldest first.
     *
     * @param next cursor of the next older page; null if there is none
     */
    public record Page(List<MessageView> messages, @Nullable String next) {}

    /**
     * What a client needs to join a session, read in one snapshot.
     *
     * @param page  the latest messages on the current path
     * @param start where to begin to read the session's events
     */
    public record Joining(Page page, LogStart start) {}

    /** Reads what a client needs to join a session. */
    public Joining joining(String sessionId, int partition) {
        return database.snapshot(jdbc ->
                new Joining(path(jdbc, sessionId, JOIN_PAGE, null), LogStart.read(jdbc, sessionId, partition, null)));
    }

    /**
     * Where to begin to read a session's events for a client that requests an answer without having joined.
     *
     * @param answerId the answer; if it was requested before, its events are read from the start
     */
    public LogStart start(String sessionId, int partition, String answerId) {
        return database.snapshot(jdbc -> LogStart.read(jdbc, sessionId, partition, answerId));
    }

    /**
     * Advances positions past records that are known to be other sessions'. If a session has no open turn and no row that
     * reflects an event at or after its position, then it has no such event up to the projection position. Other positions are
     * returned unchanged.
     *
     * @param positions by session
     */
    public SortedMap<String, SessionPosition> skipProjected(SortedMap<String, SessionPosition> positions) {
        return database.snapshot(jdbc -> {
            Map<Integer, Long> projected = projected(jdbc);
            Map<String, Long> newest = newestEvents(jdbc, positions.keySet());
            SortedMap<String, SessionPosition> ahead = new TreeMap<>();
            positions.forEach((session, at) -> {
                boolean unchanged = newest.getOrDefault(session, -1L) < at.position();
                long next = projected.getOrDefault(at.partition(), -1L) + 1;
                ahead.put(
                        session,
                        unchanged && next > at.position() ? new SessionPosition(at.partition(), next, at.state()) : at);
            });
            return ahead;
        });
    }

    private static Map<Integer, Long> projected(JdbcClient jdbc) {
        Map<Integer, Long> offsets = new HashMap<>();
        jdbc.sql("select log_partition, events_offset from projection_position").query((RowCallbackHandler)
                row -> offsets.put(row.getInt("log_partition"), row.getLong("events_offset")));
        return offsets;
    }

    /** By session, the offset of the last event that a row reflects; the maximum while a turn is open. */
    private static Map<String, Long> newestEvents(JdbcClient jdbc, Set<String> sessionIds) {
        Map<String, Long> newest = new HashMap<>();
        if (!sessionIds.isEmpty()) {
            jdbc.sql("""
                            select session_id,
                                max(case when status in ('queued', 'running') then :open else last_offset end) as newest
                            from message where role = 'assistant' and session_id in (:sessions)
                            group by session_id""")
                    .param("open", Long.MAX_VALUE)
                    .param("sessions", sessionIds)
                    .query((RowCallbackHandler) row -> newest.put(row.getString("session_id"), row.getLong("newest")));
        }
        return newest;
    }

    /** The path from the root to the last turn in log order. */
    Page path(String sessionId, int limit, @Nullable String before) {
        return database.call(jdbc -> path(jdbc, sessionId, limit, before));
    }

    private Page path(JdbcClient jdbc, String sessionId, int limit, @Nullable String before) {
        // Depth grows from the leaf, where the walk begins, so the deepest message is the oldest.
        List<MessageView> messages = jdbc.sql("""
                        with recursive path as (
                            select m.*, 1 as depth from message m
                            where m.session_id = :session and m.message_id = coalesce(:before, (
                                select message_id from message
                                where session_id = :session
                                order by turn desc, role limit 1))
                            union all
                            select m.*, p.depth + 1 from path p
                            join message m on m.session_id = :session and m.message_id = p.parent_id
                            where p.depth < :limit)
                        select * from path order by depth desc""")
                .param("session", sessionId)
                .param("limit", limit)
                .param("before", before == null ? null : PageCursor.decode(PATH, before), java.sql.Types.VARCHAR)
                .query(toView)
                .list();
        String parent = messages.isEmpty() ? null : messages.getFirst().parentId();
        return new Page(messages, parent == null ? null : PageCursor.encode(PATH, parent));
    }

    /** All messages, including siblings, in log order. */
    Page tree(String sessionId, int limit, @Nullable String before) {
        long end = before == null ? Long.MAX_VALUE : order(before);
        List<TreeRow> rows = database.call(jdbc -> jdbc.sql("""
                        select *, turn * 2 + (role = 'assistant')::int as log_order from message
                        where session_id = :session and turn * 2 + (role = 'assistant')::int < :end
                        order by turn desc, role limit :limit""")
                .param("session", sessionId)
                .param("end", end)
                .param("limit", limit)
                .query((row, index) -> new TreeRow(row.getLong("log_order"), toView.mapRow(row, index)))
                .list());
        boolean more = rows.size() == limit;
        String next =
                more ? PageCursor.encode(TREE, Long.toString(rows.getLast().order())) : null;
        List<MessageView> messages = rows.reversed().stream().map(TreeRow::view).toList();
        return new Page(messages, next);
    }

    private record TreeRow(long order, MessageView view) {}

    private static long order(String before) {
        try {
            return Long.parseLong(PageCursor.decode(TREE, before));
        } catch (NumberFormatException e) {
            throw PageCursor.invalid(before);
        }
    }
}
