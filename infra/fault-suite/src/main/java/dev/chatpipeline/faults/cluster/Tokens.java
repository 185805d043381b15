package dev.chatpipeline.faults.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Creates JSON Web Tokens, signed with the secret that the gateways share. */
final class Tokens {

    static final String SECRET = "a-secret-of-the-fault-suite-that-is-long-enough";

    private static final Duration AGE = Duration.ofDays(7);

    private Tokens() {}

    /** @param userId letters, digits and {@code - _ .} only */
    static String of(String userId) {
        String head = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String claims = "{\"sub\":\"%s\",\"exp\":%d}"
                .formatted(userId, Instant.now().plus(AGE).getEpochSecond());
        String signed = head + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
