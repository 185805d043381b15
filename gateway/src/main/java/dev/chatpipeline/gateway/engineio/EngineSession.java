package dev.chatpipeline.gateway.engineio;

import java.util.List;
import java.util.concurrent.Future;

/** One client's Engine.IO session, as the layer above sees it. Thread-safe; no method blocks. */
public interface EngineSession {

    /** Random and unique. */
    String id();

    /** The HTTP request that opened the session. */
    HttpHandshake request();

    /** The transport in use. It changes when polling is upgraded to a WebSocket. */
    TransportKind transportKind();

    /**
     * Queues packets that must stay together. A closed session drops them. A session whose queue is full is closed with
     * {@link DisconnectReason#SLOW_CONSUMER}.
     */
    void send(List<Packet> packets);

    /** Whether the send queue is more than half full. */
    boolean isCongested();

    /** Lets the client send messages of full size from now on. */
    void admit();

    /**
     * Reserves memory for what the layer above makes of the client's messages. If the session may hold no more, it is closed
     * with {@link DisconnectReason#OVERLOADED}.
     *
     * @return whether the memory is reserved, to be freed by {@link #free}
     */
    boolean reserve(long bytes);

    /** Frees what was reserved, also after the session has ended. */
    void free(long bytes);

    /** Closes the session and its transport. Only the first call has an effect. */
    void close(DisconnectReason reason);

    /** Runs a short, non-blocking task on the server's timer thread after a delay, unless the server closes first. */
    Future<?> schedule(Runnable task, long delayNanos);
}
