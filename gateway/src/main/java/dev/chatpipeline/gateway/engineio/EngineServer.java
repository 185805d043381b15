package dev.chatpipeline.gateway.engineio;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An Engine.IO server: its sessions, and the timer and send budget that they share. */
public final class EngineServer implements AutoCloseable {

    private final EngineSettings settings;
    private final EngineTimer timer = new EngineTimer();
    private final Sessions sessions = new Sessions(timer);
    private final ClientSession.Shared shared;
    private volatile boolean closing;

    /** @param listeners creates the layer above a session; called before the session sends or receives anything */
    public EngineServer(EngineSettings settings, Function<EngineSession, EngineListener> listeners) {
        this.settings = settings;
        this.shared = new ClientSession.Shared(
                settings, new SendBudget(settings.send().budgetBytes()), timer, listeners, sessions);
    }

    EngineSettings settings() {
        return settings;
    }

    EngineTimer timer() {
        return timer;
    }

    /** Whether a new session may be opened. */
    boolean hasRoom() {
        return !closing && sessions.size() < settings.maxSessions();
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
