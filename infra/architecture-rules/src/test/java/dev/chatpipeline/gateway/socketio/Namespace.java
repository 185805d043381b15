package dev.chatpipeline.gateway.socketio;

public final class Namespace {

    Object uses() {
        return dev.chatpipeline.gateway.engineio.Packet.class;
    }
}
