package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One polling request and its response. Neither reading nor writing blocks a thread. Only the first response is sent. */
final class HttpExchange implements AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);
    private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncContext async;
    private final AtomicBoolean responded = new AtomicBoolean();
    private volatile Consumer<DisconnectReason> onFailure = reason -> {};

    private HttpExchange(HttpServletRequest request, HttpServletResponse response, Duration timeout) {
        this.request = request;
        this.response = response;
        this.async = request.startAsync();
        async.setTimeout(timeout.toMillis());
        async.addListener(this);
    }

    /** Makes the request asynchronous. It fails if there is no response within the timeout. */
    static HttpExchange start(HttpServletRequest request, HttpServletResponse response, Duration timeout) {
        return new HttpExchange(request, response, timeout);
    }

    /** Sets what to do when the request times out, or the client disconnects before it has the response. */
    void onFailure(Consumer<DisconnectReason> action) {
        onFailure = action;
    }

    boolean isBinary() {
        String type = request.getContentType();
        return type != null && type.startsWith("application/octet-stream");
    }

    /** As the client says; negative if it does not. */
    long contentLength() {
        return request.getContentLengthLong();
    }

    void readBody(BodyReader.Recipient recipient) {
        try {
            var in = request.getInputStream();
            in.setReadListener(new BodyReader(in, recipient));
        } catch (IOException e) {
            log.debug("Cannot read a request body: {}", e.toString());
            recipient.failed();
        }
    }

    void respond(byte[] body) {
        respond(body, () -> {}, () -> {});
    }

    void respond(byte[] body, Runnable onWritten, Runnable onWriteFailure) {
        respond("text/plain; charset=UTF-8", body, onWritten, onWriteFailure);
    }

    /** Responds to a POST. */
    void ok() {
        respond("text/html", OK, () -> {}, () -> {});
    }

    private void respond(String type, byte[] body, Runnable onWritten, Runnable onWriteFailure) {
        if (!responded.compareAndSet(false, true)) {
            onWriteFailure.run();
            return;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        try {
            var out = response.getOutputStream();
            out.setWriteListener(new BodyWriter(out, body, this::complete, onWritten, onWriteFailure));
        } catch (IOException e) {
            log.debug("Cannot write a response: {}", e.toString());
            complete();
            onWriteFailure.run();
        }
    }

    void reject(EngineError error) {
        if (!responded.compareAndSet(false, true)) {
            return;
        }
        try {
            error.write(response);
        } catch (IOException e) {
            log.debug("Cannot write a response: {}", e.toString());
        }
        complete();
    }

    private void complete() {
        async.complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onFailure.accept(DisconnectReason.RECEIVE_TIMEOUT);
        reject(EngineError.BAD_REQUEST);
    }

    @Override
    public void onError(AsyncEvent event) {
        onFailure.accept(DisconnectReason.TRANSPORT_ERROR);
        if (responded.compareAndSet(false, true)) {
            complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
