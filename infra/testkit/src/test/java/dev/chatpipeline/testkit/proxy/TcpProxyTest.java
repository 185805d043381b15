package dev.chatpipeline.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.testkit.proxy.ProxiedConnection.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProxyTest {

    private ServerSocket one;
    private ServerSocket other;
    private volatile OptionalInt route;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        one = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        route = OptionalInt.of(one.getLocalPort());
        proxy = TcpProxy.start(() -> route);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        one.close();
        other.close();
    }

    @Test
    void carriesBothWaysAndPassesTheEndOn() throws IOException {
        try (Socket client = client();
                Socket server = one.accept()) {
            write(client, "hello");
            assertThat(server.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("hello");
            write(server, "good-bye");
            server.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .isEqualTo("good-bye");
        }
        Awaitility.await().until(() -> proxy.connections().isEmpty());
    }

    @Test
    void aCutConnectionGoesElsewhereNextTime() throws IOException {
        try (Socket client = client();
                Socket server = one.accept()) {
            connection().cut();
            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> server.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        route = OptionalInt.of(other.getLocalPort());
        try (Socket client = client();
                Socket server = other.accept()) {
            write(client, "x");
            assertThat(server.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void cutAtAByte() throws IOException {
        try (Socket client = client();
                Socket server = one.accept()) {
            connection().cutAfter(Direction.TO_SERVER, 3);
            write(client, "ab");
            assertThat(server.getInputStream().readNBytes(2)).asString(US_ASCII).isEqualTo("ab");
            write(client, "cd");
            Awaitility.await().until(() -> proxy.connections().isEmpty());
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theOtherDirectionGoesOnUntilTheByte() throws IOException {
        try (Socket client = client();
                Socket server = one.accept()) {
            connection().cutAfter(Direction.TO_CLIENT, 1);
            write(client, "abc");
            assertThat(server.getInputStream().readNBytes(3)).asString(US_ASCII).isEqualTo("abc");
            write(server, "x");
            Awaitility.await().until(() -> proxy.connections().isEmpty());
        }
    }

    @Test
    void aStallDelaysAndLosesNothing() throws IOException {
        try (Socket client = client();
                Socket server = one.accept()) {
            connection().stall(Duration.ofMinutes(10));
            write(client, "late");
            server.setSoTimeout(50);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            connection().stall(Duration.ZERO);
            server.setSoTimeout(0);
            assertThat(server.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("late");
        }
    }

    @Test
    void nowhereToGo() throws IOException {
        route = OptionalInt.empty();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(proxy.connections()).isEmpty();
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private ProxiedConnection connection() {
        return Awaitility.await()
                .until(proxy::connections, all -> all.size() == 1)
                .getFirst();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }
}
