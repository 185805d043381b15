package dev.chatpipeline.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client's connection through the proxy and on to a server. */
public final class ProxiedConnection {

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int BUFFER_BYTES = 16 * 1024;
    /** How often a stalled connection checks whether the stall has ended or the connection was cut. */
    private static final long LOOK_NANOS = 10_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Socket client;
    private final Socket server;
    private final Set<ProxiedConnection> register;
    private final AtomicLong untilCutToServer = new AtomicLong(NEVER);
    private final AtomicLong untilCutToClient = new AtomicLong(NEVER);
    private volatile long stalledUntilNanos = System.nanoTime();

    ProxiedConnection(Socket client, Socket server, Set<ProxiedConnection> register) {
        this.client = client;
        this.server = server;
        this.register = register;
    }

    /** Carries bytes until both sides have ended or the connection is cut. */
    void run() {
        register.add(this);
        Thread back = Thread.ofVirtual().name("proxy-to-client").start(() -> pump(server, client, untilCutToClient));
        pump(client, server, untilCutToServer);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
        register.remove(this);
    }

    private void pump(Socket from, Socket to, AtomicLong untilCut) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                waitOutStall();
                int count = read;
                long left = untilCut.getAndUpdate(before -> before == NEVER ? NEVER : Math.max(0, before - count));
                out.write(buffer, 0, (int) Math.min(left, count));
                if (left <= count) {
                    cut();
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone, so the other is closed too.
            cut();
        }
    }

    private void waitOutStall() {
        while (stalledUntilNanos - System.nanoTime() > 0 && !client.isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The port of the server it goes to. */
    public int serverPort() {
        return server.getPort();
    }

    /** Cuts it now, without closing the protocol above it. */
    public void cut() {
        reset(client);
        reset(server);
    }

    /** Cuts it after this many more bytes in that direction. */
    public void cutAfter(Direction direction, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
        switch (direction) {
            case TO_SERVER -> untilCutToServer.set(bytes);
            case TO_CLIENT -> untilCutToClient.set(bytes);
        }
    }

    /** Forwards nothing in either direction for that long; what was sent arrives afterwards. */
    public void stall(Duration time) {
        stalledUntilNanos = System.nanoTime() + time.toNanos();
    }

    /** Closes with RST, as a broken link or a dead process looks. */
    static void reset(Socket socket) {
        // The second caller must not touch a closed socket.
        synchronized (socket) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("closing a socket", e);
            }
        }
    }
}
