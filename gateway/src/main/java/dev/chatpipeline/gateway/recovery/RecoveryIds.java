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
 * The private ids ({@code pid}) by which a stock client says, when it comes back, that it was here before. Every gateway
 * with the same secret can verify one; none keeps any. To a user with a token it proves nothing else, for the token is shown
 * anew each time; a guest who came without one is by it the same guest again.
 */
public final class RecoveryIds {

    /** However often it is used, an id is honoured no longer than a guest's token by default. */
    private static final Duration MAX_AGE = Duration.ofDays(30);

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "chat-pipeline recovery id".getBytes(StandardCharsets.UTF_8);
    private static final int HEAD = 2 * Long.BYTES;
    private static final int SIGNATURE = 16;

    private static final SecureRandom random = new SecureRandom();

    private final SecretKeySpec key;
    private final Clock clock;

    /** @param secret shared by all gateways; the key is derived from it, so that it may be the tokens' as well */
    RecoveryIds(String secret, Clock clock) {
        byte[] shared = secret.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(shared, ALGORITHM), PURPOSE), ALGORITHM);
        this.clock = clock;
    }

    /**
     * An id that is ours.
     *
     * @param pid      as the client knows it
     * @param userId   who it was given to
     * @param nonce    tells its cursors from those of any other id
     * @param issuedAt when it was made; millisecond precision
     */
    public record RecoveryId(String pid, String userId, long nonce, Instant issuedAt) {}

    /** A new id. */
    public RecoveryId issue(String userId) {
        return encode(userId, random.nextLong(), Instant.ofEpochMilli(clock.millis()));
    }

    /** The id behind a {@code pid}; empty when it is forged or too old. */
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
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
