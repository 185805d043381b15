package dev.chatpipeline.gateway;

public final class Neighbour {

    Object uses() {
        return dev.chatpipeline.worker.Page.class;
    }
}
