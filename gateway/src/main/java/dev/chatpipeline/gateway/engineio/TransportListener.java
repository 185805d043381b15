package dev.chatpipeline.gateway.engineio;

/** What a {@link Transport} reports to its session. */
interface TransportListener {

    /** The session's id, for the debug log. */
    String id();

    /** What the client may send, and the memory for it. */
    Inbound inbound();

    /**
     * A text message was passed over because of its size.
     *
     * @param beginning its first characters, with the packet type
     * @return whether the client is told; otherwise its session must end
     */
    boolean oversized(String beginning);

    /** The transport can take the next write. */
    void ready(Transport from);

    /** The last write is complete. */
    void written(Transport from);

    /** A packet has arrived. Packets of one transport are reported in order, one at a time. */
    void received(Transport from, Incoming packet);

    /** The transport failed, or the client closed it. */
    void lost(Transport from, DisconnectReason reason);

    /** The client broke the rules of its transport, so the session must end. */
    void close(DisconnectReason reason);

    /** The last poll of a closed session has been answered; no more requests are expected. */
    void lastPollAnswered();
}
