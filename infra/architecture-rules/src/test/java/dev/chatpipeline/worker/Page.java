package dev.chatpipeline.worker;

public final class Page {

    Object uses() {
        return java.sql.Connection.class;
    }
}
