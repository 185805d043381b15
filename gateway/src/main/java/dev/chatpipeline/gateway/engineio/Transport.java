package dev.chatpipeline.gateway.engineio;

import java.util.List;

/** Carries packets to one client and reports to a {@link TransportListener}. No method blocks. */
interface Transport {

    TransportKind kind();

    /** Starts a write. Called only when the transport is ready, which it is not again until it reports so. */
    void write(List<Packet> packets);

    /** Closes the transport and tells the client, if it can still be reached. */
    void close(DisconnectReason reason);

    /** Closes the transport after its session has switched to another one. */
    void discard();
}
