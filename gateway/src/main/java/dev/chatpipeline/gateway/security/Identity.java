package dev.chatpipeline.gateway.security;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The user that a verified token names.
 *
 * @param userId     the claim {@code sub}
 * @param name       the claim {@code name}; null if absent
 * @param workspaces the claim {@code workspaces}: which ones the user may use; null if absent, which means all
 * @param expiresAt  the claim {@code exp}; null if the token never expires
 */
public record Identity(
        String userId,
        @Nullable String name,
        @Nullable Set<String> workspaces,
        @Nullable Instant expiresAt) {

    static final String WORKSPACES = "workspaces";

    static Identity of(Jwt jwt) {
        List<String> workspaces = jwt.getClaimAsStringList(WORKSPACES);
        return new Identity(
                Objects.requireNonNull(jwt.getSubject()),
                jwt.getClaimAsString("name"),
                workspaces == null ? null : Set.copyOf(workspaces),
                jwt.getExpiresAt());
    }

    /** Whether the user may send messages in a workspace. */
    public boolean mayUse(String workspaceId) {
        return workspaces == null || workspaces.contains(workspaceId);
    }
}
