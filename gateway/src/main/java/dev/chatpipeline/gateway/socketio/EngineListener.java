package dev.chatpipeline.gateway.socketio;

/** The layer above one Engine.IO session. Called in the order of the packets, never two calls at once save closed. */
interface EngineListener {

    void text(String data);

    void binary(byte[] data);

    /** The session has ended; nothing can be sent any more. */
    void closed(DisconnectReason reason);
}
