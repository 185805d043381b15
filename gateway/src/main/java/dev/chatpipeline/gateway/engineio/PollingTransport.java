package dev.chatpipeline.gateway.engineio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long-polling: packets leave with the answer to a waiting GET and come in by POST. Its monitor guards its fields.
 *
 * <p>Browsers and HTTP libraries send a request again on their own when a kept connection breaks before the answer; nobody
 * above them learns of it. The stamp {@code t} that clients put into each request's address gives it away: packets that
 * were answered to such a GET are lost, so its session ends and the client comes back; such a POST was taken in already.
 */
final class PollingTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(PollingTransport.class);

    private final TransportListener session;
    private final int maxPayload;
    private @Nullable HttpExchange poll;
    private boolean answering;
    private boolean posting;
    private boolean closed;
    private boolean farewell;
    private String lastPoll = "";
    private String lastPost = "";

    /** @param maxPayload bytes in one POST body */
    PollingTransport(TransportListener session, int maxPayload) {
        this.session = session;
        this.maxPayload = maxPayload;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.POLLING;
    }

    /**
     * Takes a GET, which waits until there is something to answer it with.
     *
     * @param stamp different for every request the client makes; empty when it has none
     */
    void poll(HttpExchange exchange, String stamp) {
        boolean overlap;
        boolean ready;
        boolean late;
        boolean goodbye;
        synchronized (this) {
            late = closed;
            goodbye = farewell;
            farewell = false;
            overlap = !closed && (poll != null || isRepeated(stamp, lastPoll));
            ready = !closed && !overlap && !answering;
            lastPoll = stamp;
            if (!closed && !overlap) {
                poll = exchange;
            }
        }
        if (goodbye) {
            session.farewellSaid();
            exchange.respond(PollingBody.encode(List.of(Packet.NOOP)));
        } else if (late) {
            exchange.refuse(EngineError.UNKNOWN_SID);
        } else if (overlap) {
            session.close(DisconnectReason.TRANSPORT_ERROR);
            exchange.refuse(EngineError.BAD_REQUEST);
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
            answering = exchange != null;
        }
        if (exchange != null) {
            exchange.respond(PollingBody.encode(packets), this::answered, this::broken);
        }
    }

    private void answered() {
        boolean ready;
        synchronized (this) {
            answering = false;
            ready = poll != null;
        }
        session.written(this);
        if (ready) {
            session.ready(this);
        }
    }

    /**
     * Takes a POST, which is answered once its packets have been taken in.
     *
     * @param stamp different for every request the client makes; empty when it has none
     */
    void post(HttpExchange exchange, String stamp) {
        boolean overlap;
        boolean repeated;
        synchronized (this) {
            overlap = posting;
            repeated = !overlap && isRepeated(stamp, lastPost);
            lastPost = stamp;
            posting = !repeated;
        }
        if (repeated) {
            exchange.ok();
        } else if (overlap) {
            session.close(DisconnectReason.TRANSPORT_ERROR);
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (exchange.isBinary()) {
            refuse(exchange, EngineError.BAD_REQUEST, DisconnectReason.PARSE_ERROR);
        } else {
            exchange.readBody(
                    maxPayload,
                    body -> receive(exchange, body),
                    () -> refuse(exchange, EngineError.PAYLOAD_TOO_LARGE, DisconnectReason.PAYLOAD_TOO_LARGE),
                    this::broken);
        }
    }

    private static boolean isRepeated(String stamp, String last) {
        return !stamp.isEmpty() && stamp.equals(last);
    }

    private void receive(HttpExchange exchange, byte[] body) {
        try {
            for (Incoming packet : PollingBody.decode(body)) {
                session.received(this, packet);
            }
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            refuse(exchange, EngineError.BAD_REQUEST, DisconnectReason.PARSE_ERROR);
            return;
        }
        synchronized (this) {
            posting = false;
        }
        exchange.ok();
    }

    private void refuse(HttpExchange exchange, EngineError error, DisconnectReason reason) {
        session.lost(this, reason);
        exchange.refuse(error);
    }

    /** A request of the client broke off. */
    void broken() {
        session.lost(this, DisconnectReason.TRANSPORT_ERROR);
    }

    @Override
    public void close(DisconnectReason reason) {
        boolean byClient = reason == DisconnectReason.TRANSPORT_CLOSE;
        HttpExchange waiting = end(byClient);
        if (waiting != null) {
            waiting.respond(PollingBody.encode(List.of(byClient ? Packet.NOOP : Packet.CLOSE)));
        }
    }

    /** No stock client has a poll waiting when its upgrade completes. */
    @Override
    public void discard() {
        HttpExchange waiting = end(false);
        if (waiting != null) {
            waiting.refuse(EngineError.BAD_REQUEST);
        }
    }

    private synchronized @Nullable HttpExchange end(boolean byClient) {
        HttpExchange waiting = poll;
        poll = null;
        closed = true;
        farewell = byClient && waiting == null;
        return waiting;
    }
}
