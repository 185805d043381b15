package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.provider.ModelProperties.Server;
import dev.langchain4j.http.client.HttpRequest;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one model server, over the JDK's client and on the calling thread, which can be interrupted at any moment.
 * No timeout runs over a whole answer, only over the server's silence. HTTP/1.1: closing an answer closes its
 * connection, and no server is offered an upgrade, on which some hang up.
 */
final class ModelHttp {

    private static final Logger log = LoggerFactory.getLogger(ModelHttp.class);

    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final Duration ERROR_BODY_WITHIN = Duration.ofSeconds(5);

    private final Server settings;
    private final java.net.http.HttpClient jdk;
    private final Semaphore connections;

    ModelHttp(Server settings, ProxySelector proxy) {
        this.settings = settings;
        this.jdk = java.net.http.HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .proxy(proxy)
                .build();
        this.connections = new Semaphore(settings.maxConnections(), true);
    }

    Server settings() {
        return settings;
    }

    /**
     * Sends a request and returns its response as soon as its head has arrived.
     *
     * @throws FailureException when there is none, or it is no success
     */
    Response send(HttpRequest request, Failures failures) throws InterruptedException {
        URI to = URI.create(request.url());
        for (int redirects = 0; ; redirects++) {
            Response response = exchange(to, request, failures);
            if (response.head().isSuccess()) {
                return response;
            }
            try (response) {
                URI next = redirects < MAX_REDIRECTS ? Redirects.next(to, response.head()) : null;
                if (next == null) {
                    throw refused(response, failures);
                }
                to = next;
            }
        }
    }

    private Response exchange(URI to, HttpRequest request, Failures failures) throws InterruptedException {
        if (!connections.tryAcquire(settings.firstTokenTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new FailureException(failures.busy(settings.maxConnections()), null);
        }
        boolean open = false;
        try {
            Response response = await(to, toJdk(to, request), failures);
            open = true;
            return response;
        } finally {
            if (!open) {
                connections.release();
            }
        }
    }

    private record Arrival(
            @Nullable HttpResponse<BodyStream> response,
            @Nullable Throwable failure) {}

    private Response await(URI to, java.net.http.HttpRequest request, Failures failures) throws InterruptedException {
        BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
        CompletableFuture<HttpResponse<BodyStream>> sent = jdk.sendAsync(request, head -> new BodyStream());
        var unused = sent.whenComplete((response, failure) -> arrived.add(new Arrival(response, failure)));
        boolean taken = false;
        try {
            Arrival arrival = Silence.take(arrived, settings.firstTokenTimeout());
            HttpResponse<BodyStream> response = arrival.response();
            if (response == null) {
                throw unreachable(to, arrival.failure(), failures);
            }
            taken = true;
            return new Response(
                    to,
                    new Response.Head(response.statusCode(), response.headers()),
                    response.body(),
                    new LoggableWords(settings.apiKey()),
                    connections::release);
        } catch (SilentException e) {
            throw new FailureException(failures.stalled(settings.firstTokenTimeout()));
        } finally {
            if (!taken) {
                sent.cancel(true);
                var closed = sent.thenAccept(response -> response.body().close());
            }
        }
    }

    private static java.net.http.HttpRequest toJdk(URI to, HttpRequest request) {
        java.net.http.HttpRequest.Builder jdk = java.net.http.HttpRequest.newBuilder(to)
                .method(request.method().name(), BodyPublishers.ofString(request.body()));
        request.headers()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !value.equals(RequestWriter.NO_KEY))
                        .forEach(value -> jdk.header(name, value)));
        return jdk.build();
    }

    private static FailureException unreachable(URI to, @Nullable Throwable thrown, Failures failures) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        log.warn("{} cannot be reached: {}", to, String.valueOf(cause));
        String tls = TlsProblems.of(cause);
        return tls == null
                ? new FailureException(failures.unreachable())
                : new FailureException(failures.untrusted(tls), null);
    }

    private FailureException refused(Response response, Failures failures) throws InterruptedException {
        int status = response.head().status();
        String elsewhere = Redirects.host(response.head());
        if (elsewhere != null) {
            response.warn("answered " + status, "Location: " + elsewhere);
            return new FailureException(failures.redirected(status, elsewhere));
        }
        String words = words(response.body());
        response.warn("answered " + status, words);
        Failure failure = failures.ofStatus(status, words);
        FailureException refused = new FailureException(failure);
        return refused.retryAfter() == null || Failures.isLasting(words)
                ? refused.withoutRetry()
                : new FailureException(failure, RetryAdvice.of(response.head().headers(), Clock.systemUTC()));
    }

    private static String words(BodyStream body) throws InterruptedException {
        try {
            body.allowSilence(ERROR_BODY_WITHIN);
            return new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return "(" + e.getMessage() + ")";
        }
    }
}
