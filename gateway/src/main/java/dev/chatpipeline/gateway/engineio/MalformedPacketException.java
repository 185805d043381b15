package dev.chatpipeline.gateway.engineio;

/** A client violated the protocol. The message is for the debug log only. */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message names what arrived and what was expected */
    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
