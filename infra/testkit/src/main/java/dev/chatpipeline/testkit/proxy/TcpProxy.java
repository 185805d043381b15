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
 * One address in front of many servers on loopback. Its connections can be cut and stalled. The router chooses the server
 * of each new connection, so cutting a client's connection moves it to another server.
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

    /** @param router gives the port for a new connection; if it gives none, the connection is closed */
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

    /** The connections that are open now. */
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
            // The server is down, so the client sees its connection closed.
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(target);
        }
    }

    /** Cuts all connections. */
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
