package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request body of bounded size without blocking. */
final class BodyReader implements ReadListener {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
    private static final int CHUNK = 4096;

    private final ServletInputStream in;
    private final int maxBytes;
    private final Consumer<byte[]> onBody;
    private final Runnable onTooLarge;
    private final Runnable onFailure;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private boolean tooLarge;

    BodyReader(ServletInputStream in, int maxBytes, Consumer<byte[]> onBody, Runnable onTooLarge, Runnable onFailure) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.onBody = onBody;
        this.onTooLarge = onTooLarge;
        this.onFailure = onFailure;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!tooLarge && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count < 0) {
                return;
            }
            if (body.size() + count > maxBytes) {
                tooLarge = true;
                onTooLarge.run();
                return;
            }
            body.write(chunk, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!tooLarge) {
            onBody.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("Cannot read a request body: {}", cause.toString());
        if (!tooLarge) {
            onFailure.run();
        }
    }
}
