package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.Arrivals;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.TestServer;
import dev.chatpipeline.gateway.engineio.TransportKind;
import io.socket.client.IO;
import io.socket.emitter.Emitter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** The stock Java client over each of its transports. */
class StockClientTest {

    private static final int EVENTS = 5_000;

    private final Recording main = new Recording();
    private final List<io.socket.client.Socket> clients = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() {
        var socketIo = SocketIoServer.builder(Limits.with())
                .namespace("/", main)
                .namespace("/closed", new Closed())
                .build();
        server = TestServer.start(0, socketIo, socketIo.handlerMapping());
    }

    @AfterEach
    void stop() {
        clients.forEach(io.socket.client.Socket::disconnect);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void eventsAndBinaryGoBothWaysAndAcksComeBack(String transports) throws Exception {
        io.socket.client.Socket client = client("/", transports);
        Arrivals<Object> received = collect(client, "bytes");
        client.connect();
        Socket socket = main.socket();
        assertThat(main.handshake().auth().get("token").stringValue()).isEqualTo("secret");
        if (transports.equals("polling,websocket")) {
            await().until(socket::transport, TransportKind.WEBSOCKET::equals);
        }

        var answer = new CompletableFuture<Object>();
        client.emit("greet", new Object[] {"hello", new byte[] {1, 2}}, args -> answer.complete(args[0]));
        Recording.Event event = main.event();
        assertThat(event.name()).isEqualTo("greet");
        assertThat(event.args().get(0).stringValue()).isEqualTo("hello");
        assertThat(event.args().get(1).binaryValue()).containsExactly(1, 2);
        event.ack().send(Map.of("status", "ok"));
        assertThat(((JSONObject) answer.get(20, TimeUnit.SECONDS)).getString("status"))
                .isEqualTo("ok");

        socket.emit("bytes", (Object) new byte[] {3, 4});
        assertThat((byte[]) received.next()).containsExactly(3, 4);
    }

    /** The upgrade happens in mid-stream; in neither direction is anything lost or reordered. */
    @Test
    void anUpgradeNeitherLosesNorReorders() throws Exception {
        io.socket.client.Socket client = client("/", "polling,websocket");
        Arrivals<Object> received = collect(client, "n");
        client.connect();
        Socket socket = main.socket();

        int sent = 0;
        while (sent < EVENTS || socket.transport() == TransportKind.POLLING) {
            socket.send(Frame.of("n", String.valueOf(sent).getBytes()));
            client.emit("m", sent++);
            while (received.size() < sent - 1_000) {
                Thread.onSpinWait(); // the client is slow; stay within its queue
            }
        }

        for (int i = 0; i < sent; i++) {
            assertThat(received.next()).isEqualTo(i);
            assertThat(main.event().args().get(0).intValue()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aRefusalReachesTheClientWithItsData(String transports) throws Exception {
        io.socket.client.Socket client = client("/closed", transports);
        Arrivals<Object> errors = collect(client, io.socket.client.Socket.EVENT_CONNECT_ERROR);
        client.connect();

        JSONObject error = (JSONObject) errors.next();

        assertThat(error.getString("message")).isEqualTo("not today");
        assertThat(error.getJSONObject("data").getString("code")).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aClosedTransportMakesTheClientComeBack(String transports) throws Exception {
        io.socket.client.Socket client = client("/", transports);
        client.connect();

        main.socket().closeTransport("test");

        assertThat(main.end()).isEqualTo(DisconnectReason.SERVER_CLOSE);
        assertThat(main.socket().isConnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aDisconnectedClientStaysAway(String transports) throws Exception {
        io.socket.client.Socket client = client("/", transports);
        Arrivals<Object> reasons = collect(client, io.socket.client.Socket.EVENT_DISCONNECT);
        client.connect();
        Socket socket = main.socket();

        socket.disconnect();

        assertThat(reasons.next()).isEqualTo("io server disconnect");
        assertThat(main.end()).isEqualTo(DisconnectReason.SERVER_DISCONNECT);
        assertThat(client.isActive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aClientThatLeavesIsSeenToLeave(String transports) throws Exception {
        io.socket.client.Socket client = client("/", transports);
        client.connect();
        main.socket();
        await().until(client::connected);

        client.disconnect();

        assertThat(main.end()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
    }

    private io.socket.client.Socket client(String namespace, String transports) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(transports.split(","))
                .setAuth(Map.of("token", "secret"))
                .setReconnectionDelay(10)
                .build();
        io.socket.client.Socket client = IO.socket(URI.create(server.url() + namespace), options);
        clients.add(client);
        return client;
    }

    private static Arrivals<Object> collect(Emitter client, String event) {
        var received = new Arrivals<Object>(event);
        client.on(event, args -> received.add(args[0]));
        return received;
    }

    /** Rejects every client. */
    private static final class Closed implements NamespaceHandler {

        @Override
        public ConnectResult connect(Handshake handshake) {
            return new ConnectResult.Reject(
                    "not today", JsonNodeFactory.instance.objectNode().put("code", "closed"));
        }
    }
}
