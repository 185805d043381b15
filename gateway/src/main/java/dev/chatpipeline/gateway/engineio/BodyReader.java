package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request body without blocking, as far as its recipient lets it. */
final class BodyReader implements ReadListener {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
    private static final int CHUNK = 4096;

    private final ServletInputStream in;
    private final Recipient recipient;
    private boolean stopped;

    /** For whom a body is read. */
    interface Recipient {

        /** Takes so many bytes of the chunk, which is used again; false to read no more. */
        boolean accept(byte[] chunk, int count);

        void complete();

        /** The client went away. */
        void failed();
    }

    BodyReader(ServletInputStream in, Recipient recipient) {
        this.in = in;
        this.recipient = recipient;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!stopped && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count < 0) {
                return;
            }
            stopped = !recipient.accept(chunk, count);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!stopped) {
            recipient.complete();
        }
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("Cannot read a request body: {}", cause.toString());
        if (!stopped) {
            recipient.failed();
        }
    }
}
