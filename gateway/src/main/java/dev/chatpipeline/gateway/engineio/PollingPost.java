package dev.chatpipeline.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
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
    private ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    private @Nullable OversizedMessage oversized;
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
        } else if (exchange.contentLength()
                > Math.max(session.inbound().maxPayload(), session.inbound().maxSkipped())) {
            reject(EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE);
        } else {
            exchange.readBody(this);
        }
    }

    @Override
    public synchronized boolean accept(byte[] chunk, int count) {
        if (ended) {
            return false;
        }
        if (oversized != null || body.size() + count > session.inbound().maxPayload()) {
            return skip(chunk, count);
        }
        long cost = (long) COST * count;
        if (!session.inbound().reserve(cost)) {
            reject(EngineError.UNAVAILABLE, DisconnectReason.OVERLOADED);
            return false;
        }
        reserved += cost;
        body.write(chunk, 0, count);
        return true;
    }

    /** Passes over a single packet that is too large. Of several, the others would be lost unnoticed. */
    private boolean skip(byte[] chunk, int count) {
        body.write(chunk, 0, count);
        if (oversized == null) {
            oversized = new OversizedMessage(ByteBuffer.wrap(body.toByteArray()));
        }
        boolean several = PollingBody.hasSeparator(body.toByteArray());
        body = new ByteArrayOutputStream(0);
        if (several || !oversized.skip(count, session.inbound().maxSkipped())) {
            reject(EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE);
            return false;
        }
        return true;
    }

    @Override
    public void complete() {
        OversizedMessage skipped = oversized;
        if (skipped == null) {
            deliver();
        } else if (session.oversized(skipped.beginning())) {
            free();
            finish();
        } else {
            reject(EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE);
        }
    }

    private void deliver() {
        try {
            PollingBody.decode(
                    body.toByteArray(), session.inbound().maxPackets(), packet -> session.received(transport, packet));
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            reject(EngineError.BAD_REQUEST, e.reason());
            return;
        } finally {
            free();
        }
        finish();
    }

    private void finish() {
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
        session.inbound().free(reserved);
        reserved = 0;
    }
}
