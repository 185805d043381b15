package dev.chatpipeline.worker.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, read while it arrives. The JDK's own stream forgets what has arrived when the connection breaks;
 * this one hands out all of it and then the error, so that no text before a cut is lost. A read gives up when no byte
 * arrives for too long. One delivery is requested at a time, so at most two wait here. One thread reads and closes.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {

    private static final List<ByteBuffer> END = List.of();

    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private volatile @Nullable Throwable broken;

    private Duration maxSilence = Duration.ofDays(1);
    private Iterator<ByteBuffer> delivery = Collections.emptyIterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;

    /** From now on a read throws a {@link SilentException} when nothing has arrived for this long. */
    void allowSilence(Duration max) {
        maxSilence = max;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(buffers);
    }

    @Override
    public void onError(Throwable thrown) {
        broken = thrown;
        arrived.add(END);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    @Override
    public int read() throws IOException {
        return await() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        int read = Math.min(length, current.remaining());
        current.get(into, offset, read);
        return read;
    }

    /** Whether there is a byte in {@code current}; not at the end. */
    private boolean await() throws IOException {
        while (!ended && !current.hasRemaining()) {
            if (delivery.hasNext()) {
                current = delivery.next();
            } else {
                next();
            }
        }
        if (ended && broken != null) {
            throw new IOException("body: broken off", broken);
        }
        return !ended;
    }

    private void next() throws IOException {
        try {
            List<ByteBuffer> buffers = Silence.take(arrived, maxSilence);
            ended = buffers == END;
            delivery = buffers.iterator();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("body: interrupted");
        }
        if (!ended) {
            subscription.join().request(1);
        }
    }

    /** Closes the connection unless the body has been read to its end. */
    @Override
    public void close() {
        var unused = subscription.thenAccept(Subscription::cancel);
    }
}
