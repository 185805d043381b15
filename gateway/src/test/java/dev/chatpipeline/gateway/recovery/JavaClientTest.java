package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.proxy.ProxiedConnection;
import dev.chatpipeline.testkit.proxy.TcpProxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock Java client knows no recovery: it is connected as new, joins again, and sees no gap. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class JavaClientTest {

    private static final String USER = "java";

    @AutoClose
    private final Scene scene = new Scene(2);

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void joinsAgainAndSeesNoGap(String transports) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        try (TcpProxy proxy = TcpProxy.start(
                () -> OptionalInt.of(scene.gateway(turn.get() % 2).port()))) {
            ChatClient client = scene.keep(ChatClient.to(URI.create("http://localhost:" + proxy.port()))
                    .named("over " + transports)
                    .token(TestGateway.token(USER))
                    .transports(transports.split(","))
                    .connect());
            String session = client.accepted(null, "Hello").sessionId();
            TestWorker.Received command = scene.worker.commands(session, 1).getFirst();
            Scene.Writing writing = scene.write(List.of(scene.worker.answer(command)));
            for (int cut = 0; cut < 8; cut++) {
                int before = client.seen().size();
                client.await("text", before, JavaClientTest::isChunk);
                turn.incrementAndGet();
                before = client.seen().size();
                proxy.connections().forEach(ProxiedConnection::cut);
                Seen connect =
                        client.await("connect", before, seen -> seen.event().equals("connect"));
                assertThat(connect.recovered()).isFalse();
                assertThat(client.emit("join_session", Map.of("session_id", session))
                                .join()
                                .path("status")
                                .stringValue())
                        .isEqualTo("ok");
            }
            writing.finish();
            client.awaitEnd(scene.worker.answer(command).id());
            List<Seen> seen = client.seen();
            List<String> events = seen.stream().map(Seen::event).toList();
            List<Seen> chunks = seen.subList(events.lastIndexOf("chat_started"), seen.size()).stream()
                    .filter(JavaClientTest::isChunk)
                    .toList();
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(chunks.get(i).number("seq")).isEqualTo(i);
            }
            scene.checkGuarantees();
        }
    }

    private static boolean isChunk(Seen seen) {
        return seen.event().equals("chat_chunk");
    }
}
