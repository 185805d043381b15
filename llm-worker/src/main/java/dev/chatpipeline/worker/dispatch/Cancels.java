package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stops a partition's log holds for turns that may not have ended. A stop touches turns of lower offset only, and is
 * kept until the committed offset passes it: until then a turn that it touches may still be read.
 *
 * <p>A message that interrupts is a stop only if it is the first of its id; sent again it changes nothing.
 *
 * <p>Thread-safe: written by the control reader, asked by lanes.
 */
final class Cancels {

    /**
     * @param offset    of the command that stops
     * @param answerId  the turn to stop, null for all of the session before {@code offset}
     * @param userId    who stops
     * @param requestId of a message that interrupts, null when the command does nothing but stop
     */
    record Cancel(
            long offset,
            @Nullable String answerId,
            String userId,
            @Nullable String requestId) {

        private boolean touches(long turn, String anAnswerId) {
            return turn < offset && (answerId == null || answerId.equals(anAnswerId));
        }
    }

    private final Map<String, List<Cancel>> bySession = new HashMap<>();
    private final TreeMap<Long, Boolean> firstByInterrupt = new TreeMap<>();

    synchronized void add(String sessionId, Cancel cancel) {
        bySession.computeIfAbsent(sessionId, id -> new ArrayList<>(1)).add(cancel);
    }

    /** The message at this offset was taken, so it is known whether it is the first of its id. */
    synchronized void decide(long offset, boolean first) {
        firstByInterrupt.put(offset, first);
    }

    /**
     * The first stop that touches this turn, null when there is none.
     *
     * @param seemsFirst asked about the ids of messages that interrupt and were not taken yet
     */
    synchronized @Nullable Cancel touching(String sessionId, long turn, String answerId, Predicate<String> seemsFirst) {
        for (Cancel cancel : bySession.getOrDefault(sessionId, List.of())) {
            if (cancel.touches(turn, answerId) && stops(cancel, seemsFirst)) {
                return cancel;
            }
        }
        return null;
    }

    private boolean stops(Cancel cancel, Predicate<String> seemsFirst) {
        if (cancel.requestId() == null) {
            return true;
        }
        Boolean first = firstByInterrupt.get(cancel.offset());
        return first == null ? seemsFirst.test(cancel.requestId()) : first;
    }

    /** Every command below this offset is done. */
    synchronized void forgetBelow(long committed) {
        firstByInterrupt.headMap(committed).clear();
        bySession.values().removeIf(cancels -> {
            cancels.removeIf(cancel -> cancel.offset() < committed);
            return cancels.isEmpty();
        });
    }
}
