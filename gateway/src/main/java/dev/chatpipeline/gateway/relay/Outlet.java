package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.socketio.Frame;

/** Where one client's events go: a bounded queue that is written by whoever sends. No method blocks. */
public interface Outlet {

    /** Queues an event. When the queue is full the transport is closed. */
    void send(Frame frame, String cursor);

    /** Whether so much waits that catching up should pause for this client. */
    boolean isCongested();

    /** Closes the transport, so that the client reconnects. */
    void cut(String why);
}
