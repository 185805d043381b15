package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects a request body as it arrives, up to a limit. */
final class BodyReader implements ReadListener {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
    private static final int CHUNK = 4096;

    private final ServletInputStream in;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final Runnable tooLarge;
    private final Runnable broken;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private boolean refused;

    BodyReader(ServletInputStream in, int maxBytes, Consumer<byte[]> whole, Runnable tooLarge, Runnable broken) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.tooLarge = tooLarge;
        this.broken = broken;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!refused && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count < 0) {
                return;
            }
            if (body.size() + count > maxBytes) {
                refused = true;
                tooLarge.run();
                return;
            }
            body.write(chunk, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!refused) {
            whole.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("request body: {}", cause.toString());
        if (!refused) {
            broken.run();
        }
    }
}
