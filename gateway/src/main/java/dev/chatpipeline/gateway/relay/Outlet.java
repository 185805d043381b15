package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.socketio.Frame;

/** Where a feed writes: a client's bounded send queue. No method blocks. */
public interface Outlet {

    /** Queues an event, or closes the transport if the queue is full. */
    void send(Frame frame, String cursor);

    /** Whether so much is queued that catch-up should pause for this client. */
    boolean isCongested();

    /** Closes the transport, so that the client reconnects. */
    void cut(String why);
}
