package dev.chatpipeline.gateway.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists a user's sessions, most recently active first. */
@Component
class SessionList {

    /** Maximum number of sessions in a page. */
    static final int MAX_PAGE = 200;

    private static final char KIND = 's';

    private final HistoryDatabase database;

    SessionList(HistoryDatabase database) {
        this.database = database;
    }

    /**
     * @param title     as the user set it, else the first 60 characters of the first message; absent if there is neither
     * @param updatedAt when the session was last active
     * @param messages  number of messages
     */
    record SessionView(
            String sessionId,
            @Nullable String title,
            String workspaceId,
            String ownerId,
            Instant updatedAt,
            long messages) {}

    /** @param next cursor of the next page; absent on the last */
    record Page(List<SessionView> sessions, @Nullable String next) {}

    Page page(String userId, int limit, @Nullable String before) {
        Position end = before == null ? Position.AFTER_ALL : Position.parse(before);
        List<SessionView> sessions = database.call(jdbc -> read(jdbc, userId, limit, end));
        String next = sessions.size() < limit
                ? null
                : PageCursor.encode(
                        KIND,
                        sessions.getLast().updatedAt() + " "
                                + sessions.getLast().sessionId());
        return new Page(sessions, next);
    }

    private static List<SessionView> read(JdbcClient jdbc, String userId, int limit, Position end) {
        return jdbc.sql("""
                        with page as (
                            select s.*, coalesce(last.at, s.created_at) as updated_at from session s
                            left join lateral (
                                select coalesce(finished_at, created_at) as at from message m
                                where m.session_id = s.session_id order by turn desc, role limit 1) last on true
                            where s.owner_id = :owner and s.deleted_at is null
                              and (coalesce(last.at, s.created_at), s.session_id) < (:updated, :session)
                            order by updated_at desc, s.session_id desc limit :limit)
                        select session_id, workspace_id, owner_id, updated_at,
                            coalesce(title, (
                                select left(content, 60) from message m
                                where m.session_id = page.session_id and role = 'user'
                                order by turn limit 1)) as title,
                            (select count(*) from message m where m.session_id = page.session_id) as messages
                        from page order by updated_at desc, session_id desc""")
                .param("owner", userId)
                .param("updated", end.updatedAt())
                .param("session", end.sessionId())
                .param("limit", limit)
                .query((row, index) -> new SessionView(
                        row.getString("session_id"),
                        row.getString("title"),
                        row.getString("workspace_id"),
                        row.getString("owner_id"),
                        Rows.instant(row, "updated_at"),
                        row.getLong("messages")))
                .list();
    }

    /** A session's position in the list. */
    private record Position(OffsetDateTime updatedAt, String sessionId) {

        static final Position AFTER_ALL = new Position(OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), "");

        static Position parse(String before) {
            String[] parts = PageCursor.decode(KIND, before).split(" ", 2);
            if (parts.length < 2) {
                throw PageCursor.invalid(before);
            }
            OffsetDateTime updatedAt;
            try {
                updatedAt = Instant.parse(parts[0]).atOffset(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw PageCursor.invalid(before);
            }
            // PostgreSQL holds fewer years.
            if (updatedAt.getYear() < 1 || updatedAt.isAfter(AFTER_ALL.updatedAt)) {
                throw PageCursor.invalid(before);
            }
            return new Position(updatedAt, parts[1]);
        }
    }
}
