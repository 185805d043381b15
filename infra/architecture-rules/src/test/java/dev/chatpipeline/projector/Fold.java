package dev.chatpipeline.projector;

public final class Fold {

    Object uses() {
        return dev.chatpipeline.contracts.Plain.class;
    }
}
