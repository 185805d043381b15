package dev.chatpipeline.worker.store;

public final class Rows {

    Object uses() {
        return java.sql.Connection.class;
    }
}
