package dev.chatpipeline.gateway.socketio;

/** A client sent what the protocol does not allow; the message says what and is for the debug log only. */
final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
