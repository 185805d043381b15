package dev.chatpipeline.gateway.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up the keys that an issuer publishes now. A look-up ends in time, however slowly the issuer sends. */
final class IssuerKeySet implements JWKSetSource<SecurityContext> {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeySet.class);

    private static final int MAX_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final String issuer;
    private final Duration timeout;
    private final ExecutorService threads;
    private final HttpClient http;
    private volatile boolean responding = true;

    /** @param threads run the look-ups */
    IssuerKeySet(String issuer, Duration timeout, ExecutorService threads) {
        this.issuer = issuer;
        this.timeout = timeout;
        this.threads = threads;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    @Override
    public JWKSet getJWKSet(
            @Nullable JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        Future<JWKSet> lookup = threads.submit(this::fetch);
        try {
            JWKSet keys = lookup.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            succeeded();
            return keys;
        } catch (ExecutionException e) {
            throw failed(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw failed("no answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw new JWKSetUnavailableException("interrupted", e);
        }
    }

    private JWKSet fetch() throws IOException, InterruptedException, ParseException {
        Map<String, Object> metadata = JSONObjectUtils.parse(metadata());
        Object named = metadata.get("issuer");
        if (!issuer.equals(named)) {
            throw new IOException("issuer: " + named + " (expected: " + issuer + ")");
        }
        URI keys = URI.create(JSONObjectUtils.getString(metadata, "jwks_uri"));
        HttpResponse<InputStream> response = get(keys);
        return JWKSet.parse(body(response));
    }

    /** The issuer's metadata, at the first of the places where OpenID Connect and RFC 8414 let it be. */
    private String metadata() throws IOException, InterruptedException {
        URI base = URI.create(issuer);
        String path = base.getPath() == null ? "" : base.getPath().replaceFirst("/$", "");
        HttpResponse<InputStream> response = get(base.resolve(path + "/.well-known/openid-configuration"));
        for (String place :
                List.of("/.well-known/openid-configuration" + path, "/.well-known/oauth-authorization-server" + path)) {
            if (response.statusCode() != OK) {
                response.body().close();
                response = get(base.resolve(place));
            }
        }
        return body(response);
    }

    private HttpResponse<InputStream> get(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build();
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private static String body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException(response.uri() + ": status " + response.statusCode() + " (expected: 200)");
            }
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(response.uri() + ": too long (expected: <= " + MAX_BYTES + " bytes)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Whether the last look-up succeeded. */
    boolean isResponding() {
        return responding;
    }

    private synchronized void succeeded() {
        if (!responding) {
            responding = true;
            log.info("The issuer {} publishes its keys again", issuer);
        }
    }

    private synchronized JWKSetUnavailableException failed(String why, Exception cause) {
        if (responding) {
            responding = false;
            log.warn("The issuer {} does not publish its keys now; those known already still count: {}", issuer, why);
        }
        return new JWKSetUnavailableException(why, cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
