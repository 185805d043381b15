package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request body without blocking, as far as its recipient lets it. */
final class BodyReader implements ReadListener {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
    private static final int CHUNK = 4096;

    private final ServletInputStream in;
    private final Recipient recipient;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private boolean stopped;

    /** For whom a body is read. */
    interface Recipient {

        /**
         * More has arrived.
         *
         * @param total how much it is with what came before
         * @return whether to keep it and go on
         */
        boolean accept(int more, int total);

        void complete(byte[] body);

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
            if (!recipient.accept(count, body.size() + count)) {
                stopped = true;
                return;
            }
            body.write(chunk, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!stopped) {
            recipient.complete(body.toByteArray());
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
