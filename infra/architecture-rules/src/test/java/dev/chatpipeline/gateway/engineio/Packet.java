package dev.chatpipeline.gateway.engineio;

public final class Packet {

    Object uses() {
        return dev.chatpipeline.gateway.socketio.Namespace.class;
    }
}
