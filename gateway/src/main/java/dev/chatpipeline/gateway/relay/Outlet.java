package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.socketio.Frame;

/** Where one client's events go: a bounded queue with its own writer. No method blocks. */
public interface Outlet {

    /** Queues an event; whoever has too much waiting is cut by the queue itself. */
    void send(Frame frame, String cursor);

    /** Whether so much waits that a reader that catches up should pause for this client. */
    boolean isCongested();

    /** Closes the transport, so that the client comes back. */
    void cut(String why);
}
