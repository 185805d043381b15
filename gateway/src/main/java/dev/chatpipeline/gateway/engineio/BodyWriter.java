package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a response body without blocking. */
final class BodyWriter implements WriteListener {

    private static final Logger log = LoggerFactory.getLogger(BodyWriter.class);

    private final ServletOutputStream out;
    private final byte[] body;
    private final Runnable complete;
    private final Runnable onWritten;
    private final Runnable onFailure;
    private boolean started;

    BodyWriter(ServletOutputStream out, byte[] body, Runnable complete, Runnable onWritten, Runnable onFailure) {
        this.out = out;
        this.body = body;
        this.complete = complete;
        this.onWritten = onWritten;
        this.onFailure = onFailure;
    }

    @Override
    public void onWritePossible() throws IOException {
        if (!started && out.isReady()) {
            started = true;
            out.write(body);
        }
        if (started && out.isReady()) {
            complete.run();
            onWritten.run();
        }
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("Cannot write a response: {}", cause.toString());
        complete.run();
        onFailure.run();
    }
}
