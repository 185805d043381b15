package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestProjector;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.Transports;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A second tab that joins at any offset of a running answer, however far behind the projection is, sees the whole answer
 * and then goes on live, while the tail moves on.
 */
@UsesChatInfra
class JoinMidAnswerTest {

    private static final String USER = "two tabs";

    private Scene scene;
    private StockClient first;
    private StockClient second;
    private TestWorker.Answer noise;
    private String noisy;

    @Test
    void atEveryOffset() throws Exception {
        try (Scene opened = new Scene(1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            scene = opened;
            first = scene.open("first tab", USER, Transports.WEBSOCKET);
            second = scene.open("second tab", USER, Transports.WEBSOCKET);
            noisy = Ids.random();
            noise = scene.ask(first, noisy);
            noise.start();
            int steps = Scene.story(noisy, noise).size();
            for (int shown = 0; shown < steps; shown++) {
                for (int projected = 0; projected <= shown; projected++) {
                    joinAt(shown, projected, threads);
                }
            }
            noise.complete();
            first.awaitEnd(Scene.answerId(noisy, "m1"));
            scene.checkGuarantees();
        }
    }

    /** The second tab joins when the first has seen this many events of the answer and the rows cover that many of them. */
    private void joinAt(int shown, int projected, ExecutorService threads) throws Exception {
        String session = SessionIds.beside(noisy);
        List<Scene.Step> steps = Scene.story(session, scene.ask(first, session));
        for (Scene.Step step : steps.subList(0, shown)) {
            int before = first.seenCount();
            Scene.awaitPast(first, before, session, step.event().call());
            noise.chunk("between ");
        }
        project(session, projected);

        Future<JsonNode> joining = threads.submit(() -> second.join(session));
        for (Scene.Step step : steps.subList(shown, steps.size())) {
            noise.chunk("meanwhile ");
            step.event().call();
        }
        while (!joining.isDone()) {
            noise.chunk("still ");
        }

        String as = "%d shown, %d projected".formatted(shown, projected);
        assertThat(joining.get().path("status").stringValue()).as(as).isEqualTo("ok");
        String answerId = Scene.answerId(session, "m1");
        second.awaitEnd(answerId);
        List<Seen> answer = second.seen().stream()
                .filter(seen -> answerId.equals(seen.messageId()))
                .toList();
        assertThat(answer)
                .as(as)
                .extracting(Seen::event)
                .containsExactly(
                        "chat_started",
                        "chat_chunk",
                        "chat_started",
                        "chat_chunk",
                        "chat_heartbeat",
                        "chat_chunk",
                        "chat_complete");
        assertThat(answer.stream()
                        .filter(seen -> seen.event().equals("chat_chunk"))
                        .map(seen -> seen.number("seq")))
                .as(as)
                .containsExactly(0L, 0L, 1L);
        first.awaitEnd(answerId);
        first.leave(session);
        second.leave(session);
    }

    private void project(String session, int events) throws Exception {
        TestProjector projector = new TestProjector(scene.gateway(0));
        projector.commands(scene.worker.commands(session, 1));
        List<ConsumerRecord<String, byte[]>> log = scene.worker.events(session).stream()
                .filter(record -> record.key().equals(session))
                .toList();
        for (ConsumerRecord<String, byte[]> record : log.subList(0, events)) {
            projector.event(record);
        }
    }
}
