package dev.chatpipeline.contracts;

public final class Plain {

    Object uses() {
        return java.util.List.class;
    }
}
