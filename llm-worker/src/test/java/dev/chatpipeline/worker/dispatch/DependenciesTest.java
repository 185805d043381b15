package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.WorkerHarness.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.embedded.EmbeddedBroker;
import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Kafka and PostgreSQL that start late, go away and come back. */
@UsesChatInfra
@ExtendWith(OutputCaptureExtension.class)
class DependenciesTest {

    @TempDir
    Path folder;

    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final AskedModel model = new AskedModel(asked -> awaitLeave());
    private final String session = UUID.randomUUID().toString();
    private WorkerHarness harness;

    @AfterEach
    void close() {
        mayAnswer.countDown();
        harness.close();
        model.close();
    }

    @Test
    void anAnswerIsFinishedAlthoughTheBrokerWasAwayForLong(CapturedOutput output) {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        String address = broker.bootstrapServers();
        try {
            harness = new WorkerHarness(address);
            harness.connect();
            startWorker();
            long turn = harness.send(message(session, "m1", "a question", "asked"), true);
            harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_STARTED);
            await().until(() -> model.asked().size() == 1);

            broker.close();
            mayAnswer.countDown();
            // First the answer's text cannot be written, then the next attempt's start.
            awaitLine(output, "Kafka did not take a chat_started");
            broker = EmbeddedBroker.start(folder, port(address));

            ChatComplete complete = (ChatComplete) harness.end(session, turn);
            assertThat(complete.attempt()).isGreaterThan(1);
            assertThat(harness.text(session, complete.attempt())).isEqualTo(complete.fullResponse());
            assertThat(model.asked())
                    .as("no model is asked for an answer that cannot be written")
                    .hasSize(2);
            long next = harness.send(message(session, "m2", "tokens=2 rate=1000 ttft=1"), false);
            assertThat(harness.end(session, next)).isInstanceOf(ChatComplete.class);
        } finally {
            broker.close();
        }
    }

    @Test
    void theWorkerMayStartBeforeBrokerTopicsAndDatabase(CapturedOutput output) {
        int port = Ports.choose(0, "Kafka");
        harness = new WorkerHarness(Ports.LOOPBACK + ":" + port);
        allowConnections(false);
        CompletableFuture<Void> starting = CompletableFuture.runAsync(this::startWorker);
        awaitLine(output, "Waiting for Kafka");
        assertThat(starting).isNotDone();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(broker.bootstrapServers()).endsWith(":" + port);
            harness.connect();
            starting.join();
            long opening = harness.send(message(session, "m1", "tokens=2 rate=1000 ttft=1"), true);
            assertThat(harness.end(session, opening)).isInstanceOf(ChatComplete.class);
            allowConnections(true);
            harness.projectNothing();
            String cold = UUID.randomUUID().toString();
            long turn = harness.send(message(cold, "m1", "tokens=2 rate=1000 ttft=1"), false);
            assertThat(harness.end(cold, turn)).isInstanceOf(ChatComplete.class);
        }
    }

    @Test
    void withoutTheDatabaseWarmSessionsGoOnAndColdOnesWait(CapturedOutput output) {
        harness = new WorkerHarness();
        harness.projectNothing();
        startWorker();
        long first = harness.send(message(session, "m1", "tokens=2 rate=1000 ttft=1"), true);
        assertThat(harness.end(session, first)).isInstanceOf(ChatComplete.class);

        allowConnections(false);

        String cold = UUID.randomUUID().toString();
        long waits = harness.send(message(cold, "m1", "tokens=2 rate=1000 ttft=1"), false);
        awaitLine(output, "History of " + cold + " cannot be read yet");
        long second = harness.send(message(session, "m2", "tokens=2 rate=1000 ttft=1"), false);
        assertThat(harness.end(session, second)).isInstanceOf(ChatComplete.class);
        assertThat(harness.events(cold)).isEmpty();

        allowConnections(true);

        assertThat(harness.end(cold, waits)).isInstanceOf(ChatComplete.class);
    }

    private void startWorker() {
        List<String> more = new ArrayList<>(model.settings("w"));
        more.add("--chat.worker.delivery-timeout=2s");
        more.add("--chat.worker.history-wait=1s");
        harness.startWorker(more.toArray(String[]::new));
    }

    /** Closes the database to everyone, terminating existing connections, or opens it again. */
    private void allowConnections(boolean allowed) {
        String name = harness.database.replaceAll(".*/([^/?]+).*", "$1");
        JdbcClient server =
                JdbcClient.create(new DriverManagerDataSource(harness.database.replace("/" + name, "/postgres")));
        server.sql("alter database " + name + " with allow_connections " + allowed)
                .update();
        if (!allowed) {
            server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                    .param(name)
                    .query()
                    .listOfRows();
        }
    }

    private static void awaitLine(CapturedOutput output, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> output.getAll().contains(text));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private void awaitLeave() {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
