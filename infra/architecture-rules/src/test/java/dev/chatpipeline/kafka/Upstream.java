package dev.chatpipeline.kafka;

public final class Upstream {

    Object uses() {
        return dev.chatpipeline.projector.Fold.class;
    }
}
