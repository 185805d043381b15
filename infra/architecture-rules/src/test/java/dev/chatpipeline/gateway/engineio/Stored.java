package dev.chatpipeline.gateway.engineio;

public final class Stored {

    Object uses() {
        return java.sql.Connection.class;
    }
}
