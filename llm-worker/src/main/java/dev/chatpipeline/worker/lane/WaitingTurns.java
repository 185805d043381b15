package dev.chatpipeline.worker.lane;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A lane's turns that are placed and neither run nor are being ended, in log order. Confined to the mailbox. */
final class WaitingTurns {

    private final TreeMap<Long, PlacedTurn> byOffset = new TreeMap<>();

    void add(PlacedTurn placed) {
        byOffset.put(placed.offset(), placed);
    }

    void remove(PlacedTurn placed) {
        byOffset.remove(placed.offset());
    }

    void clear() {
        byOffset.clear();
    }

    boolean isEmpty() {
        return byOffset.isEmpty();
    }

    int count() {
        return byOffset.size();
    }

    /** The one that is next, null when none waits. */
    @Nullable
    PlacedTurn first() {
        return byOffset.isEmpty() ? null : byOffset.firstEntry().getValue();
    }

    /** Those that wait now. */
    List<PlacedTurn> all() {
        return List.copyOf(byOffset.values());
    }
}
