package dev.chatpipeline.gateway.engineio;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions of one server, by id. */
final class Sessions implements ClientSession.Owner {

    /** How long a session that its client closed still answers a poll that was already on its way. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EngineTimer timer;
    private final AddressLimits addresses;
    private final LimitListener limits;
    private final ConcurrentMap<String, ClientSession> sessions = new ConcurrentHashMap<>();

    Sessions(EngineTimer timer, AddressLimits addresses, LimitListener limits) {
        this.timer = timer;
        this.addresses = addresses;
        this.limits = limits;
    }

    void add(ClientSession session) {
        sessions.put(session.id(), session);
        addresses.opened(addressOf(session));
    }

    /** The session of that id, or null. It may have just been closed by its client, see {@link #closed}. */
    @Nullable
    ClientSession find(String id) {
        ClientSession session = sessions.get(id);
        if (session != null) {
            session.closeIfExpired();
        }
        return sessions.get(id);
    }

    int size() {
        return sessions.size();
    }

    List<ClientSession> all() {
        return List.copyOf(sessions.values());
    }

    /**
     * Forgets the session. If its client closed it with a POST, it lingers for the GET that may still be on its way, so that
     * the GET gets the response that the protocol requires whichever of the two arrives first.
     */
    @Override
    public void closed(ClientSession session, DisconnectReason reason) {
        limited(reason);
        if (reason == DisconnectReason.TRANSPORT_CLOSE && session.transportKind() == TransportKind.POLLING) {
            timer.schedule(() -> forget(session), LINGER_NANOS);
        } else {
            forget(session);
        }
    }

    @Override
    public void limited(DisconnectReason by) {
        String limit = by.limit();
        if (limit != null) {
            limits.reached(limit);
        }
    }

    @Override
    public void forget(ClientSession session) {
        if (sessions.remove(session.id()) != null) {
            addresses.closed(addressOf(session));
        }
    }

    private static String addressOf(ClientSession session) {
        return ClientAddress.of(session.request().remoteAddress());
    }
}
