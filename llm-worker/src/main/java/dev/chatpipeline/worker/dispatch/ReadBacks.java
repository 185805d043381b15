package dev.chatpipeline.worker.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Matches decisive records with what the tail says of them. The producer tells a record's offset, the tail whether the
 * record at that offset counts; they come in either order. Confined to the lane.
 */
final class ReadBacks {

    private final Map<Long, Consumer<Boolean>> awaited = new HashMap<>();
    private final Map<Long, Boolean> early = new HashMap<>();
    private int unwritten;

    /** A decisive record is on its way. */
    void sent() {
        unwritten++;
    }

    /** It is at this offset; the verdict goes to {@code decided}, at once or later. */
    void written(long offset, Consumer<Boolean> decided) {
        Boolean verdict = early.remove(offset);
        settle();
        if (verdict == null) {
            awaited.put(offset, decided);
        } else {
            decided.accept(verdict);
        }
    }

    /** Nobody waits for it any more; should it come into the log later, its verdict is not asked for. */
    void failed() {
        settle();
    }

    /** The tail read an own decisive record. */
    void read(long offset, boolean counts) {
        Consumer<Boolean> decided = awaited.remove(offset);
        if (decided != null) {
            decided.accept(counts);
        } else if (unwritten > 0) {
            early.put(offset, counts);
        }
    }

    private void settle() {
        if (--unwritten == 0) {
            early.clear();
        }
    }
}
