package dev.chatpipeline.gateway.engineio;

import org.jspecify.annotations.Nullable;

/**
 * Recognises a request that the client's browser or HTTP library has silently repeated, by the query parameter {@code t}.
 * Stock clients make it unique to each request. Some clients send the time in seconds. Such a client gives itself away before
 * two of its GETs, or two of its POSTs, look alike: it sends GETs and POSTs in turn, so requests of different kinds share a
 * stamp first. From then on its stamps prove nothing. Not thread-safe.
 */
final class RequestStamps {

    private @Nullable String handshake;
    private String lastGet = "";
    private String lastPost = "";
    private boolean unique = true;

    /** Takes the stamp of a GET, empty if it has none; true if the GET is a repeat. The first GET is the handshake. */
    boolean get(String stamp) {
        if (handshake == null) {
            handshake = stamp;
            return false;
        }
        compare(stamp, lastPost);
        boolean repeat = isSame(stamp, lastGet);
        lastGet = stamp;
        return repeat && unique;
    }

    /** Takes the stamp of a POST, empty if it has none; true if the POST is a repeat. */
    boolean post(String stamp) {
        compare(stamp, lastGet);
        boolean repeat = isSame(stamp, lastPost);
        lastPost = stamp;
        return repeat && unique;
    }

    /** A request of one kind is no repeat of another kind. */
    private void compare(String stamp, String lastOfOtherKind) {
        if (isSame(stamp, lastOfOtherKind) || isSame(stamp, handshake)) {
            unique = false;
        }
    }

    private static boolean isSame(String stamp, @Nullable String other) {
        return !stamp.isEmpty() && stamp.equals(other);
    }
}
