package dev.chatpipeline.gateway.engineio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP long-polling: packets are sent in the response to a pending GET and received in POST bodies. The monitor guards the
 * fields.
 *
 * <p>Browsers and HTTP libraries silently repeat a request when a keep-alive connection breaks before the response. Such a
 * repeat shows by its query parameter {@code t}, which clients make unique to each request. When a GET is repeated, the
 * packets in the first response are lost, so the session is closed and the client reconnects. A repeated POST has already
 * been received, so it is only acknowledged.
 */
final class PollingTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(PollingTransport.class);

    private final TransportListener session;
    private final int maxPayload;
    private @Nullable HttpExchange poll;
    private boolean responding;
    private boolean receiving;
    private boolean closed;
    private boolean lastPollExpected;
    private String lastPollStamp = "";
    private String lastPostStamp = "";

    /** @param maxPayload maximum size of a POST body in bytes */
    PollingTransport(TransportListener session, int maxPayload) {
        this.session = session;
        this.maxPayload = maxPayload;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.POLLING;
    }

    /**
     * Receives a GET, which stays pending until there are packets to respond with.
     *
     * @param stamp unique to each request of the client; empty if it sends none
     */
    void poll(HttpExchange exchange, String stamp) {
        boolean conflict;
        boolean ready;
        boolean late;
        boolean last;
        synchronized (this) {
            late = closed;
            last = lastPollExpected;
            lastPollExpected = false;
            conflict = !closed && (poll != null || isRepeat(stamp, lastPollStamp));
            ready = !closed && !conflict && !responding;
            lastPollStamp = stamp;
            if (!closed && !conflict) {
                poll = exchange;
            }
        }
        if (last) {
            session.lastPollAnswered();
            exchange.respond(PollingBody.encode(List.of(Packet.NOOP)));
        } else if (late) {
            exchange.reject(EngineError.UNKNOWN_SID);
        } else if (conflict) {
            session.close(DisconnectReason.TRANSPORT_ERROR);
            exchange.reject(EngineError.BAD_REQUEST);
        } else if (ready) {
            session.ready(this);
        }
    }

    @Override
    public void write(List<Packet> packets) {
        HttpExchange exchange;
        synchronized (this) {
            exchange = poll;
            poll = null;
            responding = exchange != null;
        }
        if (exchange != null) {
            exchange.respond(PollingBody.encode(packets), this::responded, this::requestFailed);
        }
    }

    private void responded() {
        boolean ready;
        synchronized (this) {
            responding = false;
            ready = poll != null;
        }
        session.written(this);
        if (ready) {
            session.ready(this);
        }
    }

    /**
     * Receives a POST, which gets its response once its packets have been delivered.
     *
     * @param stamp unique to each request of the client; empty if it sends none
     */
    void post(HttpExchange exchange, String stamp) {
        boolean conflict;
        boolean repeat;
        synchronized (this) {
            conflict = receiving;
            repeat = !conflict && isRepeat(stamp, lastPostStamp);
            lastPostStamp = stamp;
            receiving = !repeat;
        }
        if (repeat) {
            exchange.ok();
        } else if (conflict) {
            session.close(DisconnectReason.TRANSPORT_ERROR);
            exchange.reject(EngineError.BAD_REQUEST);
        } else if (exchange.isBinary()) {
            reject(exchange, EngineError.BAD_REQUEST, DisconnectReason.PARSE_ERROR);
        } else {
            exchange.readBody(
                    maxPayload,
                    body -> receive(exchange, body),
                    () -> reject(exchange, EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE),
                    this::requestFailed);
        }
    }

    private static boolean isRepeat(String stamp, String last) {
        return !stamp.isEmpty() && stamp.equals(last);
    }

    private void receive(HttpExchange exchange, byte[] body) {
        try {
            for (Incoming packet : PollingBody.decode(body)) {
                session.received(this, packet);
            }
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            reject(exchange, EngineError.BAD_REQUEST, DisconnectReason.PARSE_ERROR);
            return;
        }
        synchronized (this) {
            receiving = false;
        }
        exchange.ok();
    }

    private void reject(HttpExchange exchange, EngineError error, DisconnectReason reason) {
        session.lost(this, reason);
        exchange.reject(error);
    }

    /** A GET or POST timed out or lost its connection. */
    void requestFailed() {
        session.lost(this, DisconnectReason.TRANSPORT_ERROR);
    }

    @Override
    public void close(DisconnectReason reason) {
        boolean byClient = reason == DisconnectReason.TRANSPORT_CLOSE;
        HttpExchange pending = end(byClient);
        if (pending != null) {
            pending.respond(PollingBody.encode(List.of(byClient ? Packet.NOOP : Packet.CLOSE)));
        }
    }

    @Override
    public void discard() {
        HttpExchange pending = end(false);
        if (pending != null) {
            pending.reject(EngineError.BAD_REQUEST); // no stock client has a poll pending when its upgrade completes
        }
    }

    private synchronized @Nullable HttpExchange end(boolean byClient) {
        HttpExchange pending = poll;
        poll = null;
        closed = true;
        lastPollExpected = byClient && pending == null;
        return pending;
    }
}
