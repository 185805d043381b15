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
 * Whose a session is. The table's primary key decides who was first; a deleted id stays and can be claimed by nobody.
 * What was found is remembered for a while, so that the hot path asks no database.
 */
@Component
public class SessionStore {

    /** Sessions remembered, at most; some 200 bytes each. */
    private static final int REMEMBERED = 100_000;

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private final HistoryDatabase database;
    private final Cache<String, Owner> owners = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    SessionStore(HistoryDatabase database) {
        this.database = database;
    }

    private record Owner(String userId, String workspaceId) {}

    /**
     * A session its user may use.
     *
     * @param workspaceId the workspace it was opened in
     * @param opened      whether this call made it
     */
    public record Access(String workspaceId, boolean opened) {}

    /**
     * Finds the session or makes it the user's.
     *
     * @param workspaceId of the session, should this open it
     * @throws Rejection {@code session_not_found} when it is someone else's or deleted
     */
    public Access open(String sessionId, String userId, String workspaceId) {
        Owner known = owners.getIfPresent(sessionId);
        if (known == null) {
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

    /** @throws Rejection {@code session_not_found} when there is none, it is someone else's or deleted */
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
     * Those of the sessions that the user may read at this moment; while Postgres is away, as last remembered.
     *
     * @throws Rejection {@code history_unavailable} when it is away and one of them is not remembered
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
        } catch (Rejection away) {
            Map<String, Owner> remembered = owners.getAllPresent(sessionIds);
            if (remembered.size() < sessionIds.size()) {
                throw away;
            }
            return sessionIds.stream()
                    .filter(id ->
                            Objects.requireNonNull(remembered.get(id)).userId().equals(userId))
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
        return new Rejection(FailureCode.SESSION_NOT_FOUND, "There is no session " + sessionId + " of yours.");
    }
}
