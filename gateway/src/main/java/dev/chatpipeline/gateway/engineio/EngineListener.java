package dev.chatpipeline.gateway.engineio;

/** The layer above one session. Packets are delivered in order, one at a time; only {@link #closed} may overlap a delivery. */
public interface EngineListener {

    /** A text message has arrived. */
    void text(String data);

    /** A binary message has arrived. */
    void binary(byte[] data);

    /**
     * A text message larger than {@code max-payload} was passed over.
     *
     * @param beginning its first characters, possibly none
     * @return whether the client is told; otherwise the session is closed
     */
    default boolean oversized(String beginning) {
        return false;
    }

    /** The session has ended; whatever is sent from now on is dropped. */
    void closed(DisconnectReason reason);
}
