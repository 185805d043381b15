package dev.chatpipeline.gateway.engineio;

import java.util.List;

/** How packets reach one client. It reports to a {@link TransportListener}. No method blocks. */
interface Transport {

    TransportKind kind();

    /** Starts to write. Called only when the transport is ready; afterwards it is not, until it says so again. */
    void write(List<Packet> packets);

    /** Ends the transport and tells the client, if it can still be told. */
    void close(DisconnectReason reason);

    /** Ends the transport after its session has moved to another one. */
    void discard();
}
