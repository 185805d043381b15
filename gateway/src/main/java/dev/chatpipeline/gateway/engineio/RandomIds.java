package dev.chatpipeline.gateway.engineio;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that cannot be guessed. */
public final class RandomIds {

    private static final SecureRandom random = new SecureRandom();

    private RandomIds() {}

    /** A new id of 144 random bits. The session id is all that authenticates a polling request. */
    public static String next() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
