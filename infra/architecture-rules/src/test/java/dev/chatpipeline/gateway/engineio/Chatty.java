package dev.chatpipeline.gateway.engineio;

public final class Chatty {

    Object uses() {
        return dev.chatpipeline.gateway.Neighbour.class;
    }
}
