package dev.chatpipeline.standalone;

public final class All {

    Object uses() {
        return dev.chatpipeline.worker.Page.class;
    }
}
