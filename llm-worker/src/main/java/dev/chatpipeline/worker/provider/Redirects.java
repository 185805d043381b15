package dev.chatpipeline.worker.provider;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server sends a request on to. It is followed on the same host, where the key may go too: to another path, or
 * from http to https.
 */
final class Redirects {

    /** The statuses after which a request that is no GET can be sent again as it is. */
    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);

    private Redirects() {}

    /** Where to send the request now, null: this is no redirect that is followed. */
    static @Nullable URI next(URI from, Response.Head head) {
        return location(head)
                .map(from::resolve)
                .filter(to -> to.getHost() != null && to.getHost().equalsIgnoreCase(from.getHost()))
                .filter(to -> isSamePort(from, to) || isUpgrade(from, to))
                .orElse(null);
    }

    /** The host that a redirect names, null: it names none. */
    static @Nullable String host(Response.Head head) {
        return location(head).map(URI::getHost).orElse(null);
    }

    private static Optional<URI> location(Response.Head head) {
        return head.headers()
                .firstValue("location")
                .filter(value -> STATUSES.contains(head.status()))
                .flatMap(value -> {
                    try {
                        return Optional.of(URI.create(value));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                });
    }

    private static boolean isSamePort(URI from, URI to) {
        return from.getScheme().equalsIgnoreCase(to.getScheme()) && from.getPort() == to.getPort();
    }

    private static boolean isUpgrade(URI from, URI to) {
        return from.getScheme().equalsIgnoreCase("http") && to.getScheme().equalsIgnoreCase("https");
    }
}
