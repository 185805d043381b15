package dev.chatpipeline.gateway.engineio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One POST of a polling client. Its body is charged to the session while it arrives and until its packets are delivered. */
final class PollingPost implements BodyReader.Recipient {

    private static final Logger log = LoggerFactory.getLogger(PollingPost.class);

    /** Memory for a byte of a body: the buffer grows by doubling, and is copied and decoded once it is complete. */
    private static final int COST = 4;

    private final TransportListener session;
    private final PollingTransport transport;
    private final HttpExchange exchange;
    private long reserved;
    private boolean ended;

    PollingPost(TransportListener session, PollingTransport transport, HttpExchange exchange) {
        this.session = session;
        this.transport = transport;
        this.exchange = exchange;
    }

    void read() {
        exchange.onFailure(this::end);
        if (exchange.isBinary()) {
            reject(EngineError.BAD_REQUEST, DisconnectReason.PARSE_ERROR);
        } else if (exchange.contentLength() > session.maxPayload()) {
            reject(EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE);
        } else {
            exchange.readBody(this);
        }
    }

    @Override
    public synchronized boolean accept(int more, int total) {
        if (ended) {
            return false;
        }
        if (total > session.maxPayload()) {
            reject(EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE);
            return false;
        }
        long cost = (long) COST * more;
        if (!session.reserve(cost)) {
            reject(EngineError.UNAVAILABLE, DisconnectReason.OVERLOADED);
            return false;
        }
        reserved += cost;
        return true;
    }

    @Override
    public void complete(byte[] body) {
        try {
            PollingBody.decode(body, session.maxPackets(), packet -> session.received(transport, packet));
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            reject(EngineError.BAD_REQUEST, e.reason());
            return;
        } finally {
            free();
        }
        transport.posted();
        exchange.ok();
    }

    @Override
    public void failed() {
        end(DisconnectReason.TRANSPORT_ERROR);
    }

    private void reject(EngineError error, DisconnectReason reason) {
        end(reason);
        exchange.reject(error);
    }

    private void end(DisconnectReason reason) {
        free();
        session.lost(transport, reason);
    }

    private synchronized void free() {
        ended = true;
        session.free(reserved);
        reserved = 0;
    }
}
