package dev.chatpipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The gateway may be started before the services that it depends on. */
@UsesChatInfra
class StartOrderTest {

    @Test
    void itWaitsForKafkaAndTurnsClientsAwayMeanwhile() throws Exception {
        String broker = ChatInfra.bootstrapServers();
        int kafkaPort = freePort();
        int port = freePort();
        CompletableFuture<TestGateway> starting = CompletableFuture.supplyAsync(() ->
                TestGateway.start("--server.port=" + port, "--spring.kafka.bootstrap-servers=127.0.0.1:" + kafkaPort));
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(http, port, "/actuator/health/liveness").statusCode() == 200);
            assertThat(get(http, port, "/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            HttpResponse<String> refused = get(http, port, "/socket.io/?EIO=4&transport=polling");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(ChatJson.mapper().readTree(refused.body()).path("code").stringValue())
                    .isEqualTo("log_unavailable");
            assertThat(starting).isNotDone();

            try (ServerSocket kafka = forward(kafkaPort, broker);
                    TestGateway gateway = starting.get()) {
                assertThat(get(http, port, "/actuator/health/readiness").statusCode())
                        .isEqualTo(200);
                try (ChatClient client = gateway.guest()) {
                    assertThat(client.userId()).startsWith("guest-");
                }
                assertThat(kafka.isClosed()).isFalse();
            }
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void topicsThatAreLaidOutOtherwiseAreSaidInWords(CapturedOutput output) {
        TestGateway.Backend backend = TestGateway.Backend.fresh();
        TestGateway.start(backend).close();
        assertThatThrownBy(() -> TestGateway.start(backend, "--chat.topics.partitions=5"))
                .hasMessageContaining("partitions");
        assertThat(output.getAll().lines().dropWhile(line -> !line.contains("APPLICATION FAILED TO START")))
                .anyMatch(line -> line.contains("topics are laid out otherwise"))
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void tooFewBrokersAreSaidInWordsThatNameTheSetting(CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start("--chat.topics.replication=3"))
                .hasMessageContaining("chat.topics.replication: 3 (expected: at most the number of brokers");
        assertThat(output.getAll().lines().dropWhile(line -> !line.contains("APPLICATION FAILED TO START")))
                .anyMatch(line -> line.contains("chat.topics.replication"))
                .noneMatch(line -> line.startsWith("\tat "));
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Forwards a port to the broker. Clients connect to the broker directly once they know its address. */
    private static ServerSocket forward(int port, String broker) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        String[] address = broker.split(":", 2);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket near = server.accept();
                    Socket far = new Socket();
                    far.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
                    Thread.ofVirtual().start(() -> copy(near, far));
                    Thread.ofVirtual().start(() -> copy(far, near));
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
        return server;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side closed, so the other is closed too.
        }
    }
}
