package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.gateway.relay.Outlet;
import dev.chatpipeline.gateway.socketio.Frame;
import dev.chatpipeline.gateway.socketio.Socket;

/** Adapts a socket to the relay. */
record SocketOutlet(Socket socket) implements Outlet {

    @Override
    public void send(Frame frame, String cursor) {
        socket.send(frame, cursor);
    }

    @Override
    public boolean isCongested() {
        return socket.isCongested();
    }

    @Override
    public void cut(String why) {
        socket.closeTransport(why);
    }
}
