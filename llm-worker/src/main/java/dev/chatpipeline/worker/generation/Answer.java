package dev.chatpipeline.worker.generation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one attempt. Pieces are held until the attempt is known to count; then each becomes a chunk with the next
 * sequence number. Confined to the session's lane.
 */
public final class Answer {

    private final Instant askedAt;
    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private final List<String> held = new ArrayList<>();
    private int bytes;
    private long chunks;
    private @Nullable Instant firstTextAt;

    /**
     * @param askedAt  when the model was asked
     * @param maxBytes maximum size of the answer in UTF-8
     */
    public Answer(Instant askedAt, int maxBytes) {
        this.askedAt = askedAt;
        this.maxBytes = maxBytes;
    }

    /** Holds a piece; false if that would make the answer too long, in which case the piece is dropped. */
    public boolean hold(String piece, Instant now) {
        int more = piece.getBytes(StandardCharsets.UTF_8).length;
        if (bytes + more > maxBytes) {
            return false;
        }
        bytes += more;
        if (firstTextAt == null) {
            firstTextAt = now;
        }
        held.add(piece);
        return true;
    }

    /** Turns each held piece into a chunk. */
    public void flush(ChunkSink sink) {
        for (String piece : held) {
            text.append(piece);
            sink.chunk(chunks++, piece);
        }
        held.clear();
    }

    public void dropHeld() {
        held.clear();
    }

    /** All chunks joined. */
    public String text() {
        return text.toString();
    }

    /** Number of chunks. */
    public long chunks() {
        return chunks;
    }

    /** Time from asking the model to the first text; null before that. */
    public @Nullable Duration timeToFirstText() {
        return firstTextAt == null ? null : Duration.between(askedAt, firstTextAt);
    }

    /** Time since the model was asked. */
    public Duration age(Instant now) {
        return Duration.between(askedAt, now);
    }

    /** Writes chunks. */
    public interface ChunkSink {
        void chunk(long seq, String piece);
    }
}
