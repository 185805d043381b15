package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a response body at the client's pace. */
final class BodyWriter implements WriteListener {

    private static final Logger log = LoggerFactory.getLogger(BodyWriter.class);

    private final ServletOutputStream out;
    private final byte[] body;
    private final Runnable complete;
    private final Runnable written;
    private final Runnable broken;
    private boolean started;

    BodyWriter(ServletOutputStream out, byte[] body, Runnable complete, Runnable written, Runnable broken) {
        this.out = out;
        this.body = body;
        this.complete = complete;
        this.written = written;
        this.broken = broken;
    }

    @Override
    public void onWritePossible() throws IOException {
        if (!started && out.isReady()) {
            started = true;
            out.write(body);
        }
        if (started && out.isReady()) {
            complete.run();
            written.run();
        }
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("response: {}", cause.toString());
        complete.run();
        broken.run();
    }
}
