package dev.chatpipeline.worker.generation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one attempt. Pieces are held until the attempt is known to count, then each is a chunk with the next
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
     * @param maxBytes the answer's size in UTF-8, at most
     */
    public Answer(Instant askedAt, int maxBytes) {
        this.askedAt = askedAt;
        this.maxBytes = maxBytes;
    }

    /** Takes a piece; false when the answer would grow too long, and then the piece is not part of it. */
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

    /** Turns what is held into chunks, each piece becoming the chunk of the sequence number given to the sink. */
    public void flush(ChunkSink sink) {
        for (String piece : held) {
            text.append(piece);
            sink.chunk(chunks++, piece);
        }
        held.clear();
    }

    /** Drops what is held. */
    public void dropHeld() {
        held.clear();
    }

    /** The chunks, joined. */
    public String text() {
        return text.toString();
    }

    /** How many chunks there are. */
    public long chunks() {
        return chunks;
    }

    /** From asking to the first text, null before it. */
    public @Nullable Duration timeToFirstText() {
        return firstTextAt == null ? null : Duration.between(askedAt, firstTextAt);
    }

    /** From asking until now. */
    public Duration age(Instant now) {
        return Duration.between(askedAt, now);
    }

    /** Takes chunks. */
    public interface ChunkSink {
        void chunk(long seq, String piece);
    }
}
