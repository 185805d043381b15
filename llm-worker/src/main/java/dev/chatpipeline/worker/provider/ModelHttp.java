package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * langchain4j's way to one model server, over the JDK's client. It differs from langchain4j's own in that it works on the
 * calling thread, that the {@link Exchange} can be closed before the first byte came, and that no timeout runs over the
 * answer (the worker watches for stalls). HTTP/1.1: closing an answer closes its connection, and no server is offered an
 * upgrade, on which some hang up.
 */
final class ModelHttp implements HttpClient {

    private static final Logger log = LoggerFactory.getLogger(ModelHttp.class);

    /** Given as the key to a langchain4j model that insists on one, it is not sent. */
    static final String NO_KEY = "no key";

    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final int LOGGED_CHARS = 300;

    private final java.net.http.HttpClient jdk;
    private final @Nullable String apiKey;
    private final Failures failures;

    ModelHttp(Duration connectTimeout, @Nullable String apiKey, Failures failures) {
        this.jdk = java.net.http.HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.apiKey = apiKey;
        this.failures = failures;
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener reader) {
        Exchange exchange = Exchange.current();
        HttpResponse<InputStream> response = send(request, exchange);
        try (InputStream body = new LineLimit(response.body(), MAX_LINE_BYTES)) {
            if (response.statusCode() / 100 != 2) {
                throw new FailureException(refused(response.uri(), response.statusCode(), body));
            }
            reader.onOpen(SuccessfulHttpResponse.builder()
                    .statusCode(response.statusCode())
                    .headers(response.headers().map())
                    .build());
            read(response.uri(), body, parser, reader, exchange);
        } catch (IOException e) {
            throw new FailureException(failures.cut());
        }
    }

    private void read(
            URI uri, InputStream body, ServerSentEventParser parser, ServerSentEventListener reader, Exchange exchange)
            throws IOException {
        EventGuard guard = new EventGuard(reader, data -> {
            log.warn("{} broke an answer off: {}", uri, loggable(data));
            return failures.ofErrorEvent(data);
        });
        parser.parse(body, guard);
        switch (guard.broken()) {
            case null -> {}
            case LineLimit.LineTooLongException e -> throw unreadable(uri, e);
            case IOException e -> throw e;
            case FailureException e -> throw e;
            case Throwable e -> throw unreadable(uri, e);
        }
        if (!guard.anyEvent()) {
            throw new FailureException(failures.unreadable());
        }
        exchange.reachedEnd();
        if (!guard.done()) {
            reader.onClose();
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request, Exchange exchange) {
        CompletableFuture<HttpResponse<InputStream>> response = jdk.sendAsync(toJdk(request), head -> new BodyStream());
        exchange.abortWith(() -> response.cancel(true));
        try {
            HttpResponse<InputStream> received = response.join();
            exchange.abortWith(() -> close(received.body()));
            return received;
        } catch (CancellationException | CompletionException e) {
            if (!exchange.closed()) {
                log.warn("{} cannot be reached: {}", request.url(), String.valueOf(e.getCause()));
            }
            throw new FailureException(failures.unreachable());
        }
    }

    private static java.net.http.HttpRequest toJdk(HttpRequest request) {
        java.net.http.HttpRequest.Builder jdk = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(request.method().name(), BodyPublishers.ofString(request.body()));
        request.headers()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !value.equals(NO_KEY))
                        .forEach(value -> jdk.header(name, value)));
        return jdk.build();
    }

    private Failure refused(URI uri, int status, InputStream body) {
        String text;
        try {
            text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            text = "(" + e.getMessage() + ")";
        }
        log.warn("{} answered {}: {}", uri, status, loggable(text));
        return failures.ofStatus(status, text);
    }

    private FailureException unreadable(URI uri, Throwable e) {
        // Not its message: it may quote the conversation.
        log.warn("{} answered what cannot be read: {}", uri, e.getClass().getName());
        return new FailureException(failures.unreadable());
    }

    /** One short line without the key. */
    private String loggable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        String open = apiKey == null ? line : line.replace(apiKey, "***");
        return open.substring(0, Math.min(open.length(), LOGGED_CHARS));
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            log.debug("A response did not close cleanly: {}", e.toString());
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("request: " + request.method() + " (expected: one that streams)");
    }
}
