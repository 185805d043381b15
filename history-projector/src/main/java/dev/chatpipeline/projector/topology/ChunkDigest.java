package dev.chatpipeline.projector.topology;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A SHA-256 of text that arrives in pieces. Its state can be stored between them, unlike that of {@code MessageDigest}.
 *
 * @param encoded Bouncy Castle's digest state, about a hundred bytes regardless of the length of the text
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

    /** The digest as {@code sha256:} and hex digits. */
    String text() {
        SHA256Digest digest = new SHA256Digest(encoded);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return "sha256:" + HexFormat.of().formatHex(result);
    }
}
