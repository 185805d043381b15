package dev.chatpipeline.gateway.socketio;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Engine.IO sessions of one path, and the one timer thread they share. */
final class EngineServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineServer.class);
    private static final SecureRandom random = new SecureRandom();

    /** How long a session that its client closed still answers the poll that was under way. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SocketIoProperties properties;
    private final BiFunction<EngineServer, EngineSession, EngineListener> listeners;
    private final ConcurrentMap<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final SendBudget budget;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closing;

    EngineServer(SocketIoProperties properties, BiFunction<EngineServer, EngineSession, EngineListener> listeners) {
        this.properties = properties;
        this.listeners = listeners;
        this.budget = new SendBudget(properties.sendBudgetBytes());
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("socketio-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    SocketIoProperties properties() {
        return properties;
    }

    SendBudget budget() {
        return budget;
    }

    EngineListener listen(EngineSession session) {
        return listeners.apply(this, session);
    }

    /** Whether a new session may be opened. */
    boolean accepts() {
        return !closing && sessions.size() < properties.maxSessions();
    }

    /** Opens a session on its first transport; the open packet is queued. */
    EngineSession open(HttpHandshake request, Function<EngineSession, Transport> transport) {
        var session = new EngineSession(this, newId(), request, transport, System.nanoTime());
        sessions.put(session.id(), session);
        session.open();
        if (closing) { // began since accepts() was asked; close() may not have seen this session
            session.close(DisconnectReason.SHUTDOWN);
        }
        return session;
    }

    /** The session of that id, or null; one that its client closed is found for a moment more, see {@link #forget}. */
    @Nullable
    EngineSession find(String id) {
        EngineSession session = sessions.get(id);
        if (session != null) {
            session.closeIfExpired();
        }
        return sessions.get(id);
    }

    /**
     * Called when a session has closed. One that its client closed by a polling request is kept for the other request
     * that may be on its way, which then ends as the protocol wants in whichever order the two arrive.
     */
    void forget(EngineSession session, DisconnectReason reason) {
        if (reason == DisconnectReason.TRANSPORT_CLOSE && session.polling() != null) {
            schedule(() -> sessions.remove(session.id()), FAREWELL_NANOS);
        } else {
            sessions.remove(session.id());
        }
    }

    void forget(EngineSession session) {
        sessions.remove(session.id());
    }

    int sessionCount() {
        return sessions.size();
    }

    /** Runs a short, non-blocking task later; after the server has closed, never. */
    Future<?> schedule(Runnable task, long delayNanos) {
        return timer.schedule(() -> runLogged(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("timer task failed", e);
        }
    }

    /** 144 random bits, so that an id cannot be guessed: it is all a polling request shows. */
    static String newId() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Closes every transport, so that clients reconnect elsewhere, and takes no new session. */
    @Override
    public void close() {
        closing = true;
        for (EngineSession session : List.copyOf(sessions.values())) {
            session.close(DisconnectReason.SHUTDOWN);
        }
        timer.shutdown();
    }
}
