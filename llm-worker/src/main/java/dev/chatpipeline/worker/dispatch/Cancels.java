package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stops a partition's log holds for turns that may not have ended. A stop touches turns of lower offset only, and is
 * kept until the committed offset passes it: until then a turn that it touches may still be read.
 *
 * <p>Thread-safe: written by the control reader, asked by lanes.
 */
final class Cancels {

    /**
     * @param offset   of the command that stops
     * @param answerId the turn to stop, null for all of the session before {@code offset}
     * @param userId   who stops
     */
    record Cancel(long offset, @Nullable String answerId, String userId) {

        private boolean touches(long turn, String anAnswerId) {
            return turn < offset && (answerId == null || answerId.equals(anAnswerId));
        }
    }

    private final Map<String, List<Cancel>> bySession = new HashMap<>();

    synchronized void add(String sessionId, Cancel cancel) {
        bySession.computeIfAbsent(sessionId, id -> new ArrayList<>(1)).add(cancel);
    }

    /** The first stop that touches this turn, null when there is none. */
    synchronized @Nullable Cancel touching(String sessionId, long turn, String answerId) {
        for (Cancel cancel : bySession.getOrDefault(sessionId, List.of())) {
            if (cancel.touches(turn, answerId)) {
                return cancel;
            }
        }
        return null;
    }

    /** Every command below this offset is done. */
    synchronized void forgetBelow(long committed) {
        bySession.values().removeIf(cancels -> {
            cancels.removeIf(cancel -> cancel.offset() < committed);
            return cancels.isEmpty();
        });
    }
}
