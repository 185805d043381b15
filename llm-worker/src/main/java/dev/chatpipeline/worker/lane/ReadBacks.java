package dev.chatpipeline.worker.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Matches decisive records with what the tail says of them. The producer tells a record's offset, the tail whether the
 * record at that offset counts; either may come first. Confined to the mailbox.
 */
final class ReadBacks {

    private final Map<Long, Consumer<Boolean>> awaited = new HashMap<>();
    private final Map<Long, Boolean> early = new HashMap<>();
    private int unwritten;

    /** A decisive record is on its way. */
    void sent() {
        unwritten++;
    }

    /** It is at this offset; whether it counts is told to {@code decided}, at once or later. */
    void written(long offset, Consumer<Boolean> decided) {
        Boolean counts = early.remove(offset);
        settle();
        if (counts == null) {
            awaited.put(offset, decided);
        } else {
            decided.accept(counts);
        }
    }

    /** Kafka did not acknowledge it; should it get into the log later, nobody asks whether it counts. */
    void failed() {
        settle();
    }

    /** The tail has read a decisive record of this worker. */
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
