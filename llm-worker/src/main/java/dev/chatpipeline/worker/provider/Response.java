package dev.chatpipeline.worker.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server answers to one request. Its connection is kept for the next request if the body was read to its end.
 *
 * @param from   who sent it
 * @param head   what came before the body
 * @param body   read while it arrives
 * @param shown  how the server's words may be logged
 * @param closed called once it is closed
 */
record Response(URI from, Head head, BodyStream body, LoggableWords shown, Runnable closed) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Response.class);

    record Head(int status, HttpHeaders headers) {

        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** Logs what the server said when it gave no answer. */
    void warn(String whatItDid, String words) {
        log.warn("{} {}: {}", from, whatItDid, shown.of(words));
    }

    /** Reads the rest of the body, of which nothing is expected any more, so that the connection can be kept. */
    void finish(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        byte[] rest = new byte[8 << 10];
        int read = 0;
        for (long left = within.toNanos(); left > 0 && read >= 0; left = deadline - System.nanoTime()) {
            body.allowSilence(Duration.of(left, TimeUnit.NANOSECONDS.toChronoUnit()));
            read = body.read(rest, 0, rest.length);
        }
    }

    @Override
    public void close() {
        body.close();
        closed.run();
    }
}
