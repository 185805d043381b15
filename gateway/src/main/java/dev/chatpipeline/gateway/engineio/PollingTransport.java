package dev.chatpipeline.gateway.engineio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long-polling: packets are sent in the response to a pending GET and received in POST bodies. The monitor guards the
 * fields.
 *
 * <p>Browsers and HTTP libraries silently repeat a request when a keep-alive connection breaks before the response; {@link
 * RequestStamps} recognises that. When a GET is repeated, the packets in the first response are lost, so the session is closed
 * and the client reconnects. A repeated POST has already been received, so it is only acknowledged.
 */
final class PollingTransport implements Transport {

    private final TransportListener session;
    private final RequestStamps stamps = new RequestStamps();
    private @Nullable HttpExchange poll;
    private boolean responding;
    private boolean receiving;
    private boolean closed;
    private boolean lastPollExpected;

    PollingTransport(TransportListener session) {
        this.session = session;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.POLLING;
    }

    /**
     * Receives a GET, which stays pending until there are packets to respond with.
     *
     * @param stamp its query parameter {@code t}; empty if it has none
     */
    void poll(HttpExchange exchange, String stamp) {
        exchange.onFailure(reason -> requestFailed());
        boolean conflict;
        boolean ready;
        boolean late;
        boolean last;
        synchronized (this) {
            late = closed;
            last = lastPollExpected;
            lastPollExpected = false;
            boolean repeat = stamps.get(stamp);
            conflict = !closed && (poll != null || repeat);
            ready = !closed && !conflict && !responding;
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
     * @param stamp its query parameter {@code t}; empty if it has none
     */
    void post(HttpExchange exchange, String stamp) {
        boolean conflict;
        boolean repeat;
        synchronized (this) {
            conflict = receiving;
            repeat = stamps.post(stamp) && !conflict;
            receiving = !repeat;
        }
        if (repeat) {
            exchange.ok();
        } else if (conflict) {
            session.close(DisconnectReason.TRANSPORT_ERROR);
            exchange.reject(EngineError.BAD_REQUEST);
        } else {
            new PollingPost(session, this, exchange).read();
        }
    }

    /** The packets of a POST have been delivered. */
    synchronized void posted() {
        receiving = false;
    }

    /** A GET timed out or lost its connection. */
    private void requestFailed() {
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
