package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tokens of an OpenID provider that publishes its keys. */
class IssuerTest {

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofHours(1);
    private static final RSAKey STRANGER = TestIssuer.newKey("k1");

    @AutoClose
    private final TestIssuer issuer = new TestIssuer();

    private TokenVerifier verifier = verifier(Duration.ofMinutes(59), Duration.ofHours(1));

    @AfterEach
    void close() {
        verifier.close();
    }

    private TokenVerifier verifier(Duration interval, Duration age) {
        SecurityProperties properties = new SecurityProperties(
                new SecurityProperties.Jwt(
                        null,
                        issuer.url(),
                        null,
                        false,
                        new SecurityProperties.Keys(TIMEOUT, interval, age, LONG.plus(age))),
                false,
                LONG,
                "a-recovery-secret-that-is-long-enough",
                java.util.Set.of(),
                null);
        return new TokenConfiguration().tokenVerifier(properties, Clock.systemUTC());
    }

    @Test
    void areVerifiedWithItsKeys() {
        assertThat(verifier.verify(issuer.token("user")).userId()).isEqualTo("user");
        assertRejected(issuer.token(STRANGER, Map.of("sub", "user")), FailureCode.TOKEN_INVALID);
    }

    @Test
    void itsKeysAreNotLookedUpForATokenThatIsNotItsOwn() {
        assertRejected(
                issuer.token(STRANGER, Map.of("sub", "user", "iss", "http://elsewhere")), FailureCode.TOKEN_INVALID);
        assertRejected("no.token.atall", FailureCode.TOKEN_INVALID);
        assertThat(issuer.lookups()).isZero();
    }

    @Test
    void itsKeysAreNotLookedUpForEveryoneWhoNamesAnotherKey() {
        verifier.verify(issuer.token("user"));
        int before = issuer.lookups();
        for (int i = 0; i < 50; i++) {
            String forged = issuer.token(STRANGER, Map.of("sub", "user")).replaceFirst("^[^.]*", header("random-" + i));
            assertThatThrownBy(() -> verifier.verify(forged)).isInstanceOf(Rejection.class);
        }
        assertThat(issuer.lookups() - before).isLessThanOrEqualTo(2);
        assertThat(verifier.verify(issuer.token("user")).userId()).isEqualTo("user");
    }

    private static String header(String keyId) {
        return com.nimbusds.jose.util.Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"" + keyId + "\"}")
                .toString();
    }

    @Test
    void aNewKeyIsFoundWhenItsFirstTokenComes() {
        verifier.verify(issuer.token("user"));
        issuer.rotate("k2");
        assertThat(verifier.verify(issuer.token("user")).userId()).isEqualTo("user");
    }

    @Test
    void cannotBeVerifiedWhileItIsAwayAndNoKeyIsKnown() {
        issuer.goAway();
        assertRejected(issuer.token("user"), FailureCode.ISSUER_UNAVAILABLE);
    }

    @Test
    void areVerifiedOnWithTheKeysItHadWhenItWentAway() {
        Duration age = Duration.ofSeconds(1);
        verifier.close();
        verifier = verifier(TIMEOUT, age);
        verifier.verify(issuer.token("user"));
        issuer.goAway();

        Awaitility.await()
                .during(age.multipliedBy(3))
                .until(() -> verifier.verify(issuer.token("user")).userId().equals("user"));

        issuer.rotate("k2");
        assertRejected(issuer.token("user"), FailureCode.ISSUER_UNAVAILABLE);
    }

    @Test
    void nobodyWaitsLongerThanTwoLookUpsTakeHoweverManyComeWhileItHangs() throws Exception {
        issuer.drip();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> assertRejected(issuer.token("user"), FailureCode.ISSUER_UNAVAILABLE)));
            }
            for (Future<?> one : waiting) {
                one.get();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT.multipliedBy(4));
    }

    private void assertRejected(String token, FailureCode code) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
