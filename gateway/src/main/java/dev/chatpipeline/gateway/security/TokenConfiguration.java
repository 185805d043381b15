package dev.chatpipeline.gateway.security;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** How tokens are verified, and guests' tokens made. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class TokenConfiguration {

    @Bean
    TokenVerifier tokenVerifier(SecurityProperties properties, Clock clock) {
        SecurityProperties.Jwt jwt = properties.jwt();
        TokenRules rules = new TokenRules(jwt, clock);
        return jwt.issuer() == null
                ? bySecret(key(Objects.requireNonNull(jwt.secret())), rules)
                : byIssuer(jwt.issuer(), jwt.keys(), rules);
    }

    private static TokenVerifier bySecret(SecretKey secret, TokenRules rules) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(secret)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        decoder.setJwtValidator(rules);
        return TokenVerifier.bySecret(decoder);
    }

    /** The keys are looked up when the first token arrives, so that the gateway can start while the issuer is down. */
    private static TokenVerifier byIssuer(String issuer, SecurityProperties.Keys settings, TokenRules rules) {
        IssuerKeys keys = new IssuerKeys(issuer, settings);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(rules);
        return TokenVerifier.byIssuer(decoder, issuer, keys);
    }

    @Bean
    @ConditionalOnBooleanProperty("chat.security.guest")
    Guests guests(SecurityProperties properties, Clock clock) {
        return new Guests(key(Objects.requireNonNull(properties.jwt().secret())), properties, clock);
    }

    @Bean
    CookieTokens cookieTokens(TokenVerifier verifier, Optional<Guests> guests) {
        return new CookieTokens(verifier, guests.orElse(null));
    }

    @Bean
    SocketAuthenticator authenticator(TokenVerifier verifier, CookieTokens cookieTokens, Optional<Guests> guests) {
        return new SocketAuthenticator(verifier, cookieTokens, guests.orElse(null));
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
