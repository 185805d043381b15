package dev.chatpipeline.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of sessions, messages and requests. A client may choose them; otherwise the gateway generates them. */
public final class Ids {

    /** Maximum number of characters in an id. */
    public static final int MAX_LENGTH = 128;

    /** What {@link #isValid} requires, for error messages. */
    public static final String RULE = "1 to " + MAX_LENGTH + " of A-Z a-z 0-9 . _ : -";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_LENGTH + "}");

    /** UUIDs of version 5, as {@link #answerId} makes them. */
    private static final Pattern OF_ANSWERS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private static final UUID ANSWERS = UUID.fromString("5b0f2e0a-3f0f-5f3c-9a52-0c5d3e6f8a11");

    private Ids() {}

    /** Whether a client may choose this id. */
    public static boolean isValid(String id) {
        return VALID.matcher(id).matches();
    }

    /** Whether this may be the id of an answer, which no client may choose for anything else: it would be taken for one. */
    public static boolean isAnswers(String id) {
        return OF_ANSWERS.matcher(id).matches();
    }

    /** A new random id. */
    public static String random() {
        return UUID.randomUUID().toString();
    }

    /** The id of the answer to a request. It is a UUIDv5 of session and request id, so that everybody computes the same. */
    public static String answerId(String sessionId, String requestId) {
        // '/' is in neither id, so no two pairs share a name.
        return uuid5(ANSWERS, sessionId + '/' + requestId).toString();
    }

    /** RFC 9562 section 5.5. */
    static UUID uuid5(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & 0xffff_ffff_ffff_0fffL | 0x5000L;
        long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
