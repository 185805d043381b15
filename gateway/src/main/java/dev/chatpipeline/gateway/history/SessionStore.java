package dev.chatpipeline.gateway.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Who owns a session. The user who first inserts the id owns it; the table's primary key decides. A deleted session's row
 * stays, so nobody can claim its id again. Owners are cached, so that a message usually needs no query.
 */
@Component
public class SessionStore {

    /** Some 200 bytes each. */
    private static final int MAX_CACHED = 100_000;

    private static final Duration CACHE_TIME = Duration.ofMinutes(10);

    private final HistoryDatabase database;
    private final Cache<String, Owner> owners = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHE_TIME)
            .build();

    SessionStore(HistoryDatabase database) {
        this.database = database;
    }

    private record Owner(String userId, String workspaceId) {}

    /**
     * A session that belongs to the user.
     *
     * @param workspaceId the workspace it was opened in
     * @param opened      whether this call opened it
     */
    public record Access(String workspaceId, boolean opened) {}

    /**
     * Finds a session, or opens it for the user if there is none with that id.
     *
     * @param workspaceId the session's workspace, if this call opens it
     * @throws Rejection {@code session_not_found} if it is another user's or deleted
     */
    public Access open(String sessionId, String userId, String workspaceId) {
        Owner cached = owners.getIfPresent(sessionId);
        if (cached == null) {
            int inserted = database.call(jdbc -> jdbc.sql("""
                            insert into session (session_id, owner_id, workspace_id, created_at)
                            values (:session, :owner, :workspace, now())
                            on conflict (session_id) do nothing""")
                    .param("session", sessionId)
                    .param("owner", userId)
                    .param("workspace", workspaceId)
                    .update());
            if (inserted == 1) {
                owners.put(sessionId, new Owner(userId, workspaceId));
                return new Access(workspaceId, true);
            }
        }
        return find(sessionId, userId);
    }

    /** @throws Rejection {@code session_not_found} if there is none, or it is another user's or deleted */
    public Access find(String sessionId, String userId) {
        Owner owner = owners.getIfPresent(sessionId);
        if (owner == null) {
            owner = read(sessionId).orElseThrow(() -> notFound(sessionId));
            owners.put(sessionId, owner);
        }
        if (!owner.userId().equals(userId)) {
            throw notFound(sessionId);
        }
        return new Access(owner.workspaceId(), false);
    }

    /**
     * Those of the sessions that the user may read. While PostgreSQL is unavailable, the cache decides.
     *
     * @throws Rejection {@code history_unavailable} if PostgreSQL is unavailable and not all of them are cached
     */
    public Set<String> readable(Set<String> sessionIds, String userId) {
        if (sessionIds.isEmpty()) {
            return Set.of();
        }
        try {
            return database.call(jdbc -> jdbc.sql("""
                            select session_id from session
                            where session_id in (:sessions) and owner_id = :owner and deleted_at is null""")
                    .param("sessions", sessionIds)
                    .param("owner", userId)
                    .query(String.class)
                    .set());
        } catch (Rejection unavailable) {
            Map<String, Owner> cached = owners.getAllPresent(sessionIds);
            if (cached.size() < sessionIds.size()) {
                throw unavailable;
            }
            return sessionIds.stream()
                    .filter(id ->
                            Objects.requireNonNull(cached.get(id)).userId().equals(userId))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private Optional<Owner> read(String sessionId) {
        return database.call(jdbc -> jdbc.sql("""
                        select owner_id, workspace_id from session
                        where session_id = :session and deleted_at is null""")
                .param("session", sessionId)
                .query((row, index) -> new Owner(row.getString("owner_id"), row.getString("workspace_id")))
                .optional());
    }

    /** @throws Rejection {@code session_not_found} as in {@link #find} */
    void rename(String sessionId, String userId, String title) {
        int updated = database.call(jdbc -> jdbc.sql("""
                        update session set title = :title
                        where session_id = :session and owner_id = :owner and deleted_at is null""")
                .param("title", title)
                .param("session", sessionId)
                .param("owner", userId)
                .update());
        if (updated == 0) {
            throw notFound(sessionId);
        }
    }

    private static Rejection notFound(String sessionId) {
        return new Rejection(FailureCode.SESSION_NOT_FOUND, "You have no session " + sessionId + ".");
    }
}
