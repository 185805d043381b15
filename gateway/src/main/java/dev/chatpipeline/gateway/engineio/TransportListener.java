package dev.chatpipeline.gateway.engineio;

/** What a {@link Transport} reports to its session. */
interface TransportListener {

    /** The session's id, for the debug log. */
    String id();

    /** The transport can write. */
    void ready(Transport from);

    /** The packets last given to the transport have left. */
    void written(Transport from);

    /** A packet has arrived. Packets of one transport are reported in order, never two at once. */
    void received(Transport from, Incoming packet);

    /** The transport broke, or the client closed it. */
    void lost(Transport from, DisconnectReason reason);

    /** The client broke the rules of its transport, so the session must end. */
    void close(DisconnectReason reason);

    /** The client of a session that has ended now knows; no request of it is expected any more. */
    void farewellSaid();
}
