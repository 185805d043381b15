package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.LimitListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/**
 * Closes connections on which a request takes too long to arrive. Jetty's own timeout begins anew with each byte, so a peer that
 * sends one now and then would keep its connection for ever.
 */
final class ArrivalDeadline implements Connection.Listener {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Server server;
    private final long nanos;
    private final LimitListener limits;

    /** Since when the rest of a request is awaited. */
    private final ConcurrentMap<EndPoint, Long> awaited = new ConcurrentHashMap<>();

    ArrivalDeadline(Server server, Duration deadline, LimitListener limits) {
        this.server = server;
        this.nanos = deadline.toNanos();
        this.limits = limits;
    }

    /** Begins to look; the server must be starting. */
    void start() {
        server.getScheduler().schedule(this::look, Math.min(nanos, LOOK_NANOS), TimeUnit.NANOSECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        await(connection.getEndPoint());
    }

    @Override
    public void onClosed(Connection connection) {
        awaited.remove(connection.getEndPoint());
    }

    /** The headers have arrived, and a body is to come. */
    void bodyAwaited(Request request) {
        await(endPoint(request));
    }

    /** All of a request that must come in time has arrived. The next one is awaited once this is done. */
    void arrived(Request request) {
        EndPoint endPoint = endPoint(request);
        awaited.remove(endPoint);
        Request.addCompletionListener(request, failure -> {
            if (endPoint.isOpen()) {
                await(endPoint);
            }
        });
    }

    private void await(EndPoint endPoint) {
        awaited.put(endPoint, System.nanoTime());
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private void look() {
        long now = System.nanoTime();
        try {
            awaited.forEach((endPoint, since) -> {
                if (now - since > nanos && awaited.remove(endPoint, since)) {
                    expire(endPoint);
                }
            });
        } finally {
            if (server.isRunning()) {
                start();
            }
        }
    }

    /** A connection that has become a WebSocket has other deadlines. */
    private void expire(EndPoint endPoint) {
        if (endPoint.getConnection() instanceof ConnectionMetaData && endPoint.isOpen()) {
            limits.reached("request-deadline");
            endPoint.close();
        }
    }
}
