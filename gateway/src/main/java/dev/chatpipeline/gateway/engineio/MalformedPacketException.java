package dev.chatpipeline.gateway.engineio;

/** A client sent what the protocol does not allow; the message says what and is for the debug log only. */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what arrived and what was expected */
    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
