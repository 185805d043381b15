package dev.chatpipeline.testkit.stock;

import java.util.List;

/** How a client connects. */
public enum Transports {
    POLLING("polling"),
    WEBSOCKET("websocket"),
    /** Polling, and over to WebSocket: what the stock client does unless told otherwise. */
    UPGRADE("polling", "websocket");

    private final List<String> names;

    Transports(String... names) {
        this.names = List.of(names);
    }

    /** The stock client's names for them, in the order it tries them. */
    List<String> names() {
        return names;
    }
}
