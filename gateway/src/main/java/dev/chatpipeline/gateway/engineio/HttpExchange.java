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

/** One polling request, read and answered without holding a thread. The first answer counts. */
final class HttpExchange implements AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);
    private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncContext async;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile Runnable onBroken = () -> {};

    private HttpExchange(HttpServletRequest request, HttpServletResponse response, Duration timeout) {
        this.request = request;
        this.response = response;
        this.async = request.startAsync();
        async.setTimeout(timeout.toMillis());
        async.addListener(this);
    }

    /** Detaches the request from its thread; if it is not answered within the time, it has broken. */
    static HttpExchange start(HttpServletRequest request, HttpServletResponse response, Duration timeout) {
        return new HttpExchange(request, response, timeout);
    }

    /** What to do when the client goes away before the answer has left. */
    void onBroken(Runnable action) {
        onBroken = action;
    }

    boolean isBinary() {
        String type = request.getContentType();
        return type != null && type.startsWith("application/octet-stream");
    }

    void readBody(int maxBytes, Consumer<byte[]> whole, Runnable tooLarge, Runnable broken) {
        if (request.getContentLengthLong() > maxBytes) {
            tooLarge.run();
            return;
        }
        try {
            var in = request.getInputStream();
            in.setReadListener(new BodyReader(in, maxBytes, whole, tooLarge, broken));
        } catch (IOException e) {
            log.debug("request body: {}", e.toString());
            broken.run();
        }
    }

    void respond(byte[] body) {
        respond(body, () -> {}, () -> {});
    }

    void respond(byte[] body, Runnable written, Runnable broken) {
        answer("text/plain; charset=UTF-8", body, written, broken);
    }

    /** Answers a POST. */
    void ok() {
        answer("text/html", OK, () -> {}, () -> {});
    }

    private void answer(String type, byte[] body, Runnable written, Runnable broken) {
        if (!answered.compareAndSet(false, true)) {
            broken.run();
            return;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        try {
            var out = response.getOutputStream();
            out.setWriteListener(new BodyWriter(out, body, this::complete, written, broken));
        } catch (IOException e) {
            log.debug("response: {}", e.toString());
            complete();
            broken.run();
        }
    }

    void refuse(EngineError error) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            error.write(response);
        } catch (IOException e) {
            log.debug("response: {}", e.toString());
        }
        complete();
    }

    private void complete() {
        async.complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onBroken.run();
        refuse(EngineError.BAD_REQUEST);
    }

    @Override
    public void onError(AsyncEvent event) {
        onBroken.run();
        if (answered.compareAndSet(false, true)) {
            complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
