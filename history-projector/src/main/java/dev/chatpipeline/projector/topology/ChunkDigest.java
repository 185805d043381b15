package dev.chatpipeline.projector.topology;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A SHA-256 over text that comes in pieces, as a value that can be saved between them; {@code MessageDigest} cannot.
 *
 * @param encoded Bouncy Castle's state of the digest, at most some hundred bytes however long the text
 */
record ChunkDigest(byte[] encoded) {

    static final ChunkDigest EMPTY = new ChunkDigest(new SHA256Digest().getEncodedState());

    /** The digest of a whole text. */
    static String of(String text) {
        return EMPTY.plus(text).text();
    }

    /** The digest with one more piece. */
    ChunkDigest plus(String piece) {
        SHA256Digest digest = new SHA256Digest(encoded);
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes, 0, bytes.length);
        return new ChunkDigest(digest.getEncodedState());
    }

    /** {@code sha256:} and hex. */
    String text() {
        SHA256Digest digest = new SHA256Digest(encoded);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return "sha256:" + HexFormat.of().formatHex(result);
    }
}
