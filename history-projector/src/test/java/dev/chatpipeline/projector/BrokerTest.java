package dev.chatpipeline.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.embedded.EmbeddedBroker;
import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A broker that starts late, goes away and comes back. */
@UsesChatInfra
@ExtendWith(OutputCaptureExtension.class)
class BrokerTest {

    private static final int ABSENCES = 3;
    private static final int CHUNKS = 200;

    @TempDir
    Path folder;

    private final int port = Ports.choose(0, "Kafka");
    private final Topics topics = new Topics("");
    private final String database = ChatInfra.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(database));
    private final Chat chat = new Chat("s");
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", Ports.LOOPBACK + ":" + port),
            new StringSerializer(),
            new ByteArraySerializer());

    @Test
    void theProjectorGoesOnByItself(CapturedOutput output) throws Exception {
        CompletableFuture<ConfigurableApplicationContext> starting = CompletableFuture.supplyAsync(this::start);
        await().until(() -> output.getOut().contains("Waiting for Kafka"));
        EmbeddedBroker broker = startBroker();
        ConfigurableApplicationContext projector = starting.get(60, TimeUnit.SECONDS);
        try {
            await().until(() -> output.getOut().contains("Projecting"));
            Turn turn = chat.turn(say(chat.appends("m1")), "m1");
            say(turn.started(1));
            long seq = 0;
            for (int absence = 0; absence < ABSENCES; absence++) {
                // Its transactions are interrupted: these records are not folded yet, or not committed.
                for (int i = 0; i < CHUNKS; i++) {
                    say(turn.chunk(1, seq++, "x"));
                }
                broker.close();
                broker = startBroker();
                awaitEvents(say(turn.chunk(1, seq++, "x")));
            }
            say(turn.complete(1, seq, "x".repeat((int) seq)));
            await().untilAsserted(() -> assertThat(jdbc.queryForMap(
                            "select status, verified, chunks from message where message_id = ?", turn.answerId()))
                    .isEqualTo(Map.of("status", "complete", "verified", true, "chunks", ABSENCES * (CHUNKS + 1L))));
            assertThat(projector.getBean(ProjectorRunner.class).isRunning()).isTrue();
        } finally {
            producer.close();
            projector.close();
            broker.close();
        }
    }

    private EmbeddedBroker startBroker() {
        return EmbeddedBroker.start(folder.resolve("kafka"), port);
    }

    private ConfigurableApplicationContext start() {
        return ProjectorApplication.builder()
                .run(
                        "--spring.kafka.bootstrap-servers=" + Ports.LOOPBACK + ":" + port,
                        "--spring.datasource.url=" + database,
                        "--chat.topics.prefix=" + topics.prefix(),
                        "--chat.topics.partitions=1",
                        "--chat.topics.replication=1",
                        "--chat.topics.min-isr=1",
                        "--chat.projector.transaction-timeout=1s",
                        "--chat.projector.state-dir=" + folder.resolve("state"));
    }

    private long say(ChatCommand command) throws Exception {
        return producer.send(topics.record(command, false, 1)).get().offset();
    }

    private long say(Said said) throws Exception {
        return producer.send(topics.record(said.event(), said.head(), 0)).get().offset();
    }

    private void awaitEvents(long offset) {
        await().until(() -> jdbc.queryForObject("select events_offset from projection_position", Long.class) >= offset);
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions();
    }
}
