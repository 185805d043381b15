package dev.chatpipeline.gateway.engineio;

/** The transports of Engine.IO v4 that this server speaks. */
public enum TransportKind {
    /** Packets are sent in responses to GET requests and received in POST bodies. */
    POLLING("polling"),
    /** Each packet is a WebSocket message. */
    WEBSOCKET("websocket");

    private final String wire;

    TransportKind(String wire) {
        this.wire = wire;
    }

    /** The name on the wire. */
    public String wire() {
        return wire;
    }

    /** Whether a session can be upgraded from this transport to a WebSocket. */
    boolean isUpgradable() {
        return this == POLLING;
    }

    /** Whether the transport can write as soon as it exists; otherwise it reports when it can. */
    boolean isReadyAtOnce() {
        return this == WEBSOCKET;
    }
}
