package dev.chatpipeline.testkit.proxy;

import dev.chatpipeline.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One address before many servers on loopback. Its connections can be cut and stalled, and each new one goes where the
 * router says, so that a client is moved by cutting it, with nothing of its own to do.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_LIMIT_MILLIS = 2_000;
    private static final int BACKLOG = 4_096;

    private final ServerSocket server;
    private final Supplier<OptionalInt> router;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket server, Supplier<OptionalInt> router) {
        this.server = server;
        this.router = router;
    }

    /** @param router gives the port for a new connection; none: the connection is refused */
    public static TcpProxy start(Supplier<OptionalInt> router) {
        try {
            ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(server, router);
            Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Those that live now. */
    public List<ProxiedConnection> connections() {
        return List.copyOf(connections);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("proxy cannot accept", e);
                }
            }
        }
    }

    private void connect(Socket client) {
        OptionalInt port = router.get();
        Socket target = new Socket();
        try {
            if (port.isEmpty()) {
                throw new IOException("no server to go to");
            }
            target.connect(new InetSocketAddress(Ports.LOOPBACK, port.getAsInt()), CONNECT_LIMIT_MILLIS);
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            new ProxiedConnection(client, target, connections).run();
        } catch (IOException e) {
            // A server that is down: the client sees its connection closed.
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(target);
        }
    }

    /** Cuts all. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(ProxiedConnection::cut);
    }
}
