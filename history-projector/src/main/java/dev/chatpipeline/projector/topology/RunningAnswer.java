package dev.chatpipeline.projector.topology;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the row of a running turn will need at its end. Attempt and chunk count are in the reducer's state.
 *
 * @param firstOffset offset of the turn's first start that counted
 * @param startedAt   when the current attempt started
 * @param provider    null if the start could not be read
 * @param model       the provider's name for the model; null if the start could not be read
 * @param digest      digest of the current attempt's chunks
 * @param earlier     digests of superseded attempts, oldest first; a cancelled takeover repeats the text of one of them
 */
record RunningAnswer(
        long firstOffset,
        Instant startedAt,
        @Nullable String provider,
        @Nullable String model,
        ChunkDigest digest,
        List<AttemptDigest> earlier) {

    /** Maximum number of superseded attempts; a cancel repeats the text of the last one that had any. */
    private static final int MAX_EARLIER = 32;

    /** The answer with one more chunk. */
    RunningAnswer plus(String chunk) {
        return new RunningAnswer(firstOffset, startedAt, provider, model, digest.plus(chunk), earlier);
    }

    /** The answer when another attempt starts; the current attempt becomes an earlier one. */
    RunningAnswer restarted(
            AttemptDigest current, Instant startsAt, @Nullable String aProvider, @Nullable String aModel) {
        List<AttemptDigest> more = Stream.concat(earlier.stream(), Stream.of(current))
                .skip(earlier.size() < MAX_EARLIER ? 0 : 1)
                .toList();
        return new RunningAnswer(firstOffset, startsAt, aProvider, aModel, ChunkDigest.EMPTY, more);
    }
}
