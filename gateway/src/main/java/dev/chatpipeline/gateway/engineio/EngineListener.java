package dev.chatpipeline.gateway.engineio;

/** The layer above one session. It is called in the order of the packets, one call at a time except for {@link #closed}. */
public interface EngineListener {

    /** A text message has arrived. */
    void text(String data);

    /** A binary message has arrived. */
    void binary(byte[] data);

    /** The session has ended and sends nothing more. */
    void closed(DisconnectReason reason);
}
