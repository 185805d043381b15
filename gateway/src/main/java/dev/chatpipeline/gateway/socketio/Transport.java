package dev.chatpipeline.gateway.socketio;

import java.util.List;

/**
 * The way packets reach one client. It calls back {@link EngineSession#ready} when it may be given packets,
 * {@link EngineSession#written} when those it was given have left, {@link EngineSession#receive} for what arrives and
 * {@link EngineSession#lost} when it breaks. None of its methods blocks.
 */
interface Transport {

    /** Whether a client may upgrade from this transport to a WebSocket. */
    boolean isUpgradable();

    /** Whether it may be given packets from the start, without saying that it is ready. */
    boolean isReadyAtOnce();

    /** Starts writing; called only when ready, which it then is no more. */
    void write(List<Packet> packets);

    /** Ends the transport, telling the client if it can be told. */
    void close(DisconnectReason reason);
}
