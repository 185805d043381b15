package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Problems;
import dev.chatpipeline.gateway.failure.Rejection;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Security of HTTP requests: API calls need a token, the page does not. Sockets are authenticated when they connect. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsProperties.class)
class SecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String[] PROBES = {
        "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"
    };

    private final SecurityProperties properties;
    private final CorsProperties cors;
    private final boolean operatorsPort;

    SecurityConfiguration(SecurityProperties properties, CorsProperties cors, Environment environment) {
        this.properties = properties;
        this.cors = cors;
        this.operatorsPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    }

    @Bean
    SecurityFilterChain filterChain(
            HttpSecurity http, TokenVerifier verifier, CookieTokens cookieTokens, Optional<Guests> guests) {
        http.csrf(AbstractHttpConfigurer::disable) // RequestAuthenticator does not accept cookies from other sites
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(tokenMissing()))
                .addFilterBefore(new HostFilter(properties.allowedHosts()), DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new RequestAuthenticator(verifier, cookieTokens, new OwnPages()),
                        AnonymousAuthenticationFilter.class);
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(HttpMethod.POST, "/api/guest").permitAll();
            requests.requestMatchers("/api/**").authenticated();
            requests.requestMatchers(PROBES).permitAll();
            if (!operatorsPort) {
                requests.requestMatchers("/actuator/**").hasRole(OperatorFilter.ROLE);
            }
            requests.anyRequest().permitAll();
        });
        if (properties.operatorToken() != null) {
            http.addFilterBefore(new OperatorFilter(properties.operatorToken()), AnonymousAuthenticationFilter.class);
        }
        if (!cors.allowedOrigins().isEmpty()) {
            http.cors(configurer -> configurer.configurationSource(forApi()));
        }
        guests.ifPresent(
                present -> http.addFilterBefore(new PageCookie(present, cookieTokens), AuthorizationFilter.class));
        return http.build();
    }

    /** Lets pages of the allowed origins call the API with a token in the header, but not with the cookie. */
    private CorsConfigurationSource forApi() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.copyOf(cors.allowedOrigins()));
        configuration.setAllowedMethods(List.of("GET", "POST", "PATCH", "DELETE"));
        configuration.setAllowedHeaders(List.of("Authorization", "Content-Type", "Last-Event-ID"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", configuration);
        // Spring compares the scheme too, and would refuse our own page where a proxy terminates TLS.
        return request -> {
            String origin = request.getHeader("Origin");
            return origin != null && OwnPages.isOwn(origin, request) ? null : source.getCorsConfiguration(request);
        };
    }

    private static AuthenticationEntryPoint tokenMissing() {
        return (request, response, failure) -> Problems.write(
                response,
                new Rejection(
                        FailureCode.TOKEN_MISSING,
                        "No token was sent (expected: an Authorization header or, from the gateway's own pages, the"
                                + " cookie " + SocketAuthenticator.COOKIE + ")."));
    }
}
