package dev.chatpipeline.gateway.engineio;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An Engine.IO server: its sessions, and the timer and send budget that they share. */
public final class EngineServer implements AutoCloseable {

    private final EngineSettings settings;
    private final EngineTimer timer = new EngineTimer();
    private final LimitListener limits;
    private final AddressLimits addresses;
    private final Sessions sessions;
    private final ClientSession.Shared shared;
    private volatile boolean closing;

    /**
     * Starts the server.
     *
     * @param listeners creates the layer above a session; called before the session sends or receives anything
     * @param limits    is told of clients that run into limits
     */
    public EngineServer(
            EngineSettings settings, Function<EngineSession, EngineListener> listeners, LimitListener limits) {
        this.settings = settings;
        this.limits = limits;
        this.addresses = new AddressLimits(settings.perAddress(), timer, limits);
        this.sessions = new Sessions(timer, addresses, limits);
        this.shared = new ClientSession.Shared(
                settings,
                new ByteBudget(settings.send().budgetBytes()),
                new ByteBudget(settings.receive().budgetBytes()),
                timer,
                listeners,
                sessions);
    }

    EngineSettings settings() {
        return settings;
    }

    EngineTimer timer() {
        return timer;
    }

    /** Whether a client of that address may open a new session. */
    boolean hasRoom(String remoteAddress) {
        if (sessions.size() >= settings.maxSessions()) {
            limits.reached("max-sessions");
            return false;
        }
        return !closing && addresses.admit(ClientAddress.of(remoteAddress));
    }

    /** Opens a session on its first transport and queues the open packet. */
    ClientSession open(HttpHandshake request, Function<TransportListener, Transport> transport) {
        ClientSession session = new ClientSession(shared, request, transport);
        sessions.add(session);
        session.open();
        if (closing) { // close() began after hasRoom() was asked, and may have missed this session
            session.close(DisconnectReason.SHUTDOWN);
        }
        return session;
    }

    @Nullable
    ClientSession find(String id) {
        return sessions.find(id);
    }

    /** How many sessions are open. */
    public int sessionCount() {
        return sessions.size();
    }

    /** Closes every transport, so that clients reconnect elsewhere, and accepts no new session. */
    @Override
    public void close() {
        closing = true;
        sessions.all().forEach(session -> session.close(DisconnectReason.SHUTDOWN));
        timer.close();
    }
}
