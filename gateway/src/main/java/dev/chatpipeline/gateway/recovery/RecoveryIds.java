package dev.chatpipeline.gateway.recovery;

import dev.chatpipeline.gateway.security.Clocks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recovery ids: the private ids ({@code pid}) that a stock client sends when it reconnects. They are signed, so any gateway
 * with the same secret can verify one without storing it. A user with a token is still authenticated by that token. A guest
 * without one is authenticated by the recovery id.
 */
public final class RecoveryIds {

    /** An id expires after this time even if it is in use; as long as the default of a guest's token. */
    private static final Duration MAX_AGE = Duration.ofDays(30);

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "chat-pipeline recovery id".getBytes(StandardCharsets.UTF_8);
    private static final int HEAD = 2 * Long.BYTES;
    private static final int SIGNATURE = 16;

    private static final SecureRandom random = new SecureRandom();

    private final SecretKeySpec key;
    private final Clock clock;

    /** @param secret shared by all gateways; the key is derived from it, so the secret may also sign tokens */
    RecoveryIds(String secret, Clock clock) {
        byte[] shared = secret.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(shared, ALGORITHM), PURPOSE), ALGORITHM);
        this.clock = clock;
    }

    /**
     * A genuine id.
     *
     * @param pid      its encoded form, as the client sends it
     * @param userId   the user it was issued to
     * @param nonce    distinguishes its cursors from those of other ids
     * @param issuedAt when it was issued, in milliseconds
     */
    public record RecoveryId(String pid, String userId, long nonce, Instant issuedAt) {}

    /** Issues a new id. */
    public RecoveryId issue(String userId) {
        return encode(userId, random.nextLong(), Instant.ofEpochMilli(clock.millis()));
    }

    /** The id in a {@code pid}; empty if it is forged or too old. */
    public Optional<RecoveryId> verify(String pid) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(pid);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < SIGNATURE + HEAD) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, SIGNATURE, bytes.length - SIGNATURE);
        long nonce = in.getLong();
        Instant issuedAt = Instant.ofEpochMilli(in.getLong());
        RecoveryId genuine = encode(StandardCharsets.UTF_8.decode(in).toString(), nonce, issuedAt);
        boolean same = MessageDigest.isEqual(
                pid.getBytes(StandardCharsets.UTF_8), genuine.pid().getBytes(StandardCharsets.UTF_8));
        return same && Clocks.isRecent(issuedAt, MAX_AGE, clock.instant()) ? Optional.of(genuine) : Optional.empty();
    }

    private RecoveryId encode(String userId, long nonce, Instant issuedAt) {
        byte[] user = userId.getBytes(StandardCharsets.UTF_8);
        byte[] signed = ByteBuffer.allocate(HEAD + user.length)
                .putLong(nonce)
                .putLong(issuedAt.toEpochMilli())
                .put(user)
                .array();
        byte[] bytes = ByteBuffer.allocate(SIGNATURE + signed.length)
                .put(hmac(key, signed), 0, SIGNATURE)
                .put(signed)
                .array();
        return new RecoveryId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), userId, nonce, issuedAt);
    }

    private static byte[] hmac(SecretKeySpec key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform supports HmacSHA256
        }
    }
}
