package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Problems;
import dev.chatpipeline.gateway.failure.Rejection;
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
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Security of HTTP requests: API calls need a token, the page does not. Sockets are authenticated when they connect. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SecurityProperties.class, CorsProperties.class})
class SecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    JwtDecoder jwtDecoder(SecurityProperties properties, Clock clock) {
        SecurityProperties.Jwt jwt = properties.jwt();
        TokenRules rules = new TokenRules(jwt, clock);
        if (jwt.secret() != null) {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key(jwt.secret()))
                    .macAlgorithm(MacAlgorithm.HS256)
                    .build();
            decoder.setJwtValidator(rules);
            return decoder;
        }
        String issuer = Objects.requireNonNull(jwt.issuer());
        // The keys are fetched when the first token arrives, so that the gateway can start while the issuer is down.
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder =
                    NimbusJwtDecoder.withIssuerLocation(issuer).build();
            decoder.setJwtValidator(rules);
            return decoder;
        });
    }

    @Bean
    @ConditionalOnBooleanProperty("chat.security.guest")
    Guests guests(SecurityProperties properties, Clock clock) {
        return new Guests(key(Objects.requireNonNull(properties.jwt().secret())), properties, clock);
    }

    @Bean
    SocketAuthenticator authenticator(JwtDecoder decoder, Optional<Guests> guests) {
        return new SocketAuthenticator(decoder, guests.orElse(null));
    }

    @Bean
    SecurityFilterChain filterChain(
            HttpSecurity http, JwtDecoder decoder, Optional<Guests> guests, CorsProperties cors) {
        http.csrf(AbstractHttpConfigurer::disable) // RequestTokens does not accept the cookie from other sites
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY)))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, "/api/guest")
                        .permitAll()
                        .requestMatchers("/api/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(asProblem()))
                .oauth2ResourceServer(server -> server.bearerTokenResolver(new RequestTokens())
                        .authenticationEntryPoint(asProblem())
                        .jwt(jwt -> jwt.decoder(decoder)
                                .jwtAuthenticationConverter(token -> UsernamePasswordAuthenticationToken.authenticated(
                                        Identity.of(token), token, List.of()))));
        if (!cors.allowedOrigins().isEmpty()) {
            http.cors(configurer -> configurer.configurationSource(forApi(cors)));
        }
        guests.ifPresent(present -> http.addFilterBefore(new PageCookie(present, decoder), AuthorizationFilter.class));
        return http.build();
    }

    /** Lets pages of the allowed origins call the API with a token in the header, but not with the cookie. */
    private static CorsConfigurationSource forApi(CorsProperties cors) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.copyOf(cors.allowedOrigins()));
        configuration.setAllowedMethods(List.of("GET", "POST", "PATCH", "DELETE"));
        configuration.setAllowedHeaders(List.of("Authorization", "Content-Type", "Last-Event-ID"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", configuration);
        return source;
    }

    private static AuthenticationEntryPoint asProblem() {
        return (request, response, failure) -> Problems.write(
                response,
                failure.getCause() instanceof JwtException invalid
                        ? TokenRules.rejection(invalid)
                        : new Rejection(
                                FailureCode.TOKEN_MISSING,
                                "No token was sent (expected: an Authorization header or, from the gateway's own"
                                        + " pages, the cookie " + SocketAuthenticator.COOKIE + ")."));
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
