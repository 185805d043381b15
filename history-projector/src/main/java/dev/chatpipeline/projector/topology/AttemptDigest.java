package dev.chatpipeline.projector.topology;

/**
 * The digest of an attempt's text.
 *
 * @param chunks number of chunks that counted
 * @param digest of their text, see {@link ChunkDigest#text}
 */
record AttemptDigest(int attempt, long chunks, String digest) {

    /** For a turn that never started. */
    static final AttemptDigest NOTHING = new AttemptDigest(0, 0, ChunkDigest.EMPTY.text());
}
