package dev.chatpipeline.gateway.engineio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that queues what it receives: text as strings, binary as byte arrays. */
public final class RawWebSocket implements WebSocket.Listener, AutoCloseable {

    private final Arrivals<Object> messages = new Arrivals<>("message");
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private RawWebSocket(HttpClient client, URI uri) {
        socket = client.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    public static RawWebSocket open(HttpClient client, URI uri) {
        return new RawWebSocket(client, uri);
    }

    /** Opens a connection and consumes the open packet. */
    public static RawWebSocket handshaken(HttpClient client, URI uri) throws InterruptedException {
        RawWebSocket socket = open(client, uri);
        socket.next();
        return socket;
    }

    public RawWebSocket send(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    /** Sends what the server may not let come to its end. */
    public RawWebSocket trySend(String message) {
        socket.sendText(message, true).exceptionally(closedMeanwhile -> socket).join();
        return this;
    }

    /** Begins a message, or goes on with it, without ending it. */
    public RawWebSocket sendPart(String part) {
        socket.sendText(part, false).join();
        return this;
    }

    public RawWebSocket send(byte... message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    /** The next message. */
    public Object next() throws InterruptedException {
        return messages.next();
    }

    /** The next message that is not a ping. */
    public Object nextButPing() throws InterruptedException {
        Object message = next();
        while (message.equals("2")) {
            message = next();
        }
        return message;
    }

    /** Waits for the close and returns its status code, 1006 if there was no close frame. */
    public int closeCode() {
        return closed.orTimeout(Arrivals.PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        messages.add(bytes);
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
