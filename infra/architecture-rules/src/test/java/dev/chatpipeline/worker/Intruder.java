package dev.chatpipeline.worker;

public final class Intruder {

    Object uses() {
        return dev.chatpipeline.gateway.Neighbour.class;
    }
}
