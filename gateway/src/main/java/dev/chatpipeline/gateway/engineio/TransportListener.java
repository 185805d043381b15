package dev.chatpipeline.gateway.engineio;

/** What a {@link Transport} reports to its session. */
interface TransportListener {

    /** The session's id, for the debug log. */
    String id();

    /** How many bytes a message or POST body may have now. */
    int maxPayload();

    /** How many bytes of a message that has more may be passed over; none before the client is admitted. */
    long maxSkipped();

    /**
     * A text message was passed over because of its size.
     *
     * @param beginning its first characters, with the packet type
     * @return whether the client is told; otherwise its session must end
     */
    boolean oversized(String beginning);

    /** How many packets a POST body may have. */
    int maxPackets();

    /** How long a message or POST body may take to arrive. */
    long receiveDeadlineNanos();

    /** Reserves memory for input; false if the session may hold no more, and then it is closed. */
    boolean reserve(long bytes);

    /** Frees what was reserved. */
    void free(long bytes);

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
