package dev.chatpipeline.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses loopback ports for servers that must know theirs before they start. */
public final class Ports {

    /** The address that servers listen on. */
    public static final String LOOPBACK = "127.0.0.1";

    // Below the range from which Linux (32768) and macOS (49152) take ports for outgoing connections, so that no
    // connection can take a port between the check and the bind.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_767;
    private static final int LOOKS = 100;

    private Ports() {}

    /** The requested port, or any free one for 0. */
    public static int choose(int wanted, String user) {
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new StartupProblem("port " + wanted + " is taken (wanted for " + user + ")");
            }
            return wanted;
        }
        for (int look = 0; look < LOOKS; look++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new StartupProblem("no free port for " + user + " between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
