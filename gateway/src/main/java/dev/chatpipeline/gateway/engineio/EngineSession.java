package dev.chatpipeline.gateway.engineio;

import java.util.List;
import java.util.concurrent.Future;

/** One client's Engine.IO session, as the layer above sees it. Thread-safe; no method blocks. */
public interface EngineSession {

    /** Random and unique. */
    String id();

    /** The HTTP request that opened the session. */
    HttpHandshake request();

    /** The transport in use; polling may become a WebSocket. */
    TransportKind transportKind();

    /**
     * Queues packets that belong together. A closed session drops them; one whose queue is full is closed with {@link
     * DisconnectReason#SLOW_CONSUMER}.
     */
    void send(List<Packet> packets);

    /** Whether the queue is more than half full. */
    boolean isCongested();

    /** Closes the session and its transport. The first reason counts. */
    void close(DisconnectReason reason);

    /** Runs a short, non-blocking task later on the server's timer thread; never once the server has closed. */
    Future<?> schedule(Runnable task, long delayNanos);
}
