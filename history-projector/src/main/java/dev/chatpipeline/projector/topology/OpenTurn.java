package dev.chatpipeline.projector.topology;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the end of the running turn will need; attempt and chunk count are the reducer's.
 *
 * @param firstOffset of the turn's first start that counted
 * @param startedAt   when the current attempt started
 * @param provider    whose model answers; null when the start could not be read
 * @param model       the provider's name for it; null when the start could not be read
 * @param digest      of the current attempt's chunks
 * @param earlier     what superseded attempts had said, oldest first: a cancelled takeover keeps their text
 */
record OpenTurn(
        long firstOffset,
        Instant startedAt,
        @Nullable String provider,
        @Nullable String model,
        ChunkDigest digest,
        List<Said> earlier) {

    /** Superseded attempts remembered, at most: a cancel keeps the text of the last one that showed any. */
    private static final int MAX_EARLIER = 32;

    /** What an attempt said. */
    record Said(int attempt, long chunks, String digest) {

        static final Said NOTHING = new Said(0, 0, ChunkDigest.EMPTY.text());
    }

    OpenTurn plus(String chunk) {
        return new OpenTurn(firstOffset, startedAt, provider, model, digest.plus(chunk), earlier);
    }

    /** The turn with a further attempt, the current one becoming an earlier one. */
    OpenTurn superseded(Said current, Instant startsAt, @Nullable String aProvider, @Nullable String aModel) {
        List<Said> more = Stream.concat(earlier.stream(), Stream.of(current))
                .skip(earlier.size() < MAX_EARLIER ? 0 : 1)
                .toList();
        return new OpenTurn(firstOffset, startsAt, aProvider, aModel, ChunkDigest.EMPTY, more);
    }
}
