package dev.chatpipeline.projector.topology;

/**
 * What an attempt said.
 *
 * @param chunks how many chunks of it counted
 * @param digest of their text, {@link ChunkDigest#text}
 */
record AttemptDigest(int attempt, long chunks, String digest) {

    /** Of a turn that ended before it started. */
    static final AttemptDigest NOTHING = new AttemptDigest(0, 0, ChunkDigest.EMPTY.text());
}
