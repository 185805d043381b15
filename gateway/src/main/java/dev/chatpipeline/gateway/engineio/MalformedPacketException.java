package dev.chatpipeline.gateway.engineio;

/** A client sent what the protocol, or a limit on it, does not allow. The message is for the debug log only. */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    private final DisconnectReason reason;

    /** @param message what arrived and what was expected */
    public MalformedPacketException(String message) {
        this(DisconnectReason.PARSE_ERROR, message);
    }

    /** @param reason why the session ends */
    public MalformedPacketException(DisconnectReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the session ends. */
    public DisconnectReason reason() {
        return reason;
    }
}
