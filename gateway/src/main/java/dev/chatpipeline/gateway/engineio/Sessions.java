package dev.chatpipeline.gateway.engineio;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions of one server by id. */
final class Sessions implements ClientSession.Owner {

    /** How long a session that its client closed still answers the poll that was under way. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EngineTimer timer;
    private final ConcurrentMap<String, ClientSession> sessions = new ConcurrentHashMap<>();

    Sessions(EngineTimer timer) {
        this.timer = timer;
    }

    void add(ClientSession session) {
        sessions.put(session.id(), session);
    }

    /** The session of that id, or null. One that its client closed is found for a moment more, see {@link #closed}. */
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
     * Forgets the session. One that its client closed by a polling request is kept for the other request that may be on
     * its way, which then ends as the protocol wants in whichever order the two arrive.
     */
    @Override
    public void closed(ClientSession session, DisconnectReason reason) {
        if (reason == DisconnectReason.TRANSPORT_CLOSE && session.transportKind() == TransportKind.POLLING) {
            timer.schedule(() -> forget(session), FAREWELL_NANOS);
        } else {
            forget(session);
        }
    }

    @Override
    public void forget(ClientSession session) {
        sessions.remove(session.id());
    }
}
