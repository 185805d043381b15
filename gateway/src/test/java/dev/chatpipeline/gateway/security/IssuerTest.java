package dev.chatpipeline.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.failure.Rejection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an OpenID provider that publishes its keys. */
class IssuerTest {

    private HttpServer provider;
    private String issuer;
    private RSAKey key;

    @BeforeEach
    void publishKeys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + provider.getAddress().getPort();
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        provider.start();
    }

    private void serve(String path, String json) {
        provider.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.getBytes(UTF_8).length);
            try (exchange) {
                exchange.getResponseBody().write(json.getBytes(UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private SocketAuthenticator authenticator() {
        SecurityProperties properties = new SecurityProperties(
                new SecurityProperties.Jwt(null, issuer, null), false, Duration.ofDays(1), TestGateway.SECRET);
        return new SocketAuthenticator(new SecurityConfiguration().jwtDecoder(properties, Clock.systemUTC()), null);
    }

    private static String token(RSAKey signedBy, String issuer) throws Exception {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                new Payload(Map.of("sub", "user", "iss", issuer, "name", "A User")));
        token.sign(new RSASSASigner(signedBy));
        return token.serialize();
    }

    @Test
    void areVerifiedWithItsKeys() throws Exception {
        SocketAuthenticator authenticator = authenticator();
        assertThat(authenticator.admit(token(key, issuer), null, null, null).identity())
                .isEqualTo(new Identity("user", "A User", null));
        RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
        for (String bad : new String[] {token(other, issuer), token(key, "http://elsewhere")}) {
            assertThatThrownBy(() -> authenticator.admit(bad, null, null, null))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.code()).isEqualTo(FailureCode.TOKEN_INVALID));
        }
    }

    @Test
    void cannotBeVerifiedWhileItIsAway() throws Exception {
        provider.stop(0);
        assertThatThrownBy(() -> authenticator().admit(token(key, issuer), null, null, null))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INTERNAL));
    }
}
