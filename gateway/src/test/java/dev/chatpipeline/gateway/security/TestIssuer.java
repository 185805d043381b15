package dev.chatpipeline.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID provider: publishes a key, signs tokens, goes away, comes back and hangs as it is told. */
final class TestIssuer implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger lookups = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private HttpServer server;
    private volatile RSAKey key = newKey("k1");
    private volatile boolean dripping;
    private volatile boolean failing;

    TestIssuer() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** How often its keys were asked for. */
    int lookups() {
        return lookups.get();
    }

    /** Publishes another key instead. */
    void rotate(String id) {
        key = newKey(id);
    }

    /** From now on it answers, but one byte at a time. */
    void drip() {
        dripping = true;
    }

    /** From now on it has an error of its own, or no longer. */
    void fail(boolean now) {
        failing = now;
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = listen(port);
    }

    private HttpServer listen(int wanted) {
        try {
            HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            created.setExecutor(threads);
            created.createContext("/.well-known/openid-configuration", exchange -> {
                lookups.incrementAndGet();
                answer(
                        exchange,
                        failing ? 500 : 200,
                        "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}");
            });
            created.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
            created.start();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            if (!dripping) {
                body.write(bytes);
                return;
            }
            for (byte one : bytes) {
                body.write(one);
                body.flush();
                if (closed.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A token of that user, valid for an hour. */
    String token(String userId) {
        return token(key, Map.of("sub", userId, "name", "A User"));
    }

    /** A token that names this issuer, signed by whatever key. */
    String token(RSAKey signedBy, Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(
                Map.of("iss", url(), "exp", Instant.now().plusSeconds(3600).getEpochSecond()));
        all.putAll(claims);
        try {
            JWSObject token = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signedBy.getKeyID())
                            .build(),
                    new Payload(all));
            token.sign(new RSASSASigner(signedBy));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
