package dev.chatpipeline.gateway.security;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who a verified token speaks for.
 *
 * @param userId     the claim {@code sub}
 * @param name       the claim {@code name}; null when absent
 * @param workspaces the claim {@code workspaces}: those the user may use; null when absent, which is any
 */
public record Identity(
        String userId, @Nullable String name, @Nullable Set<String> workspaces) {

    static Identity of(Jwt jwt) {
        List<String> workspaces = jwt.getClaimAsStringList("workspaces");
        return new Identity(
                Objects.requireNonNull(jwt.getSubject()),
                jwt.getClaimAsString("name"),
                workspaces == null ? null : Set.copyOf(workspaces));
    }

    /** Whether the user may have messages answered in that workspace. */
    public boolean mayUse(String workspaceId) {
        return workspaces == null || workspaces.contains(workspaceId);
    }
}
