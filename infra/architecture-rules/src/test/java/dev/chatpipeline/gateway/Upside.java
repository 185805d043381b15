package dev.chatpipeline.gateway;

public final class Upside {

    Object uses() {
        return dev.chatpipeline.standalone.All.class;
    }
}
