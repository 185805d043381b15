package dev.chatpipeline.gateway.engineio;

/** The transports of Engine.IO v4 that this server speaks. */
public enum TransportKind {
    /** Packets leave in the responses to GET requests and arrive in POST bodies. */
    POLLING("polling"),
    /** Packets are WebSocket messages. */
    WEBSOCKET("websocket");

    private final String wire;

    TransportKind(String wire) {
        this.wire = wire;
    }

    /** The name on the wire. */
    public String wire() {
        return wire;
    }

    /** Whether a session may move from this transport to a WebSocket. */
    boolean isUpgradable() {
        return this == POLLING;
    }

    /** Whether the transport can write as soon as it exists; otherwise it says when. */
    boolean isReadyAtOnce() {
        return this == WEBSOCKET;
    }
}
