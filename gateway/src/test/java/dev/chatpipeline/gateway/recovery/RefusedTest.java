package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestProjector;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** G3 and G7: who cannot be given exactly what was missed is told so, and nobody is given what is another's. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class RefusedTest {

    private static final int RECOVERY_RECORDS = 2000;
    private static final String USER = "returner";

    @AutoClose
    private final TestGateway gateway = TestGateway.start("--chat.gateway.recovery-records=" + RECOVERY_RECORDS);

    @AutoClose
    private final TestWorker worker = new TestWorker(gateway.topics());

    private RecoveringClient connected(String user) {
        RecoveringClient client = new RecoveringClient(TestGateway.token(user));
        client.connect(gateway);
        client.take();
        return client;
    }

    /** A session whose first answer runs. */
    private TestWorker.Answer running(RecoveringClient client, String session) throws Exception {
        client.tell("chat_message", Map.of("message", "m", "session_id", session));
        TestWorker.Answer answer = worker.answer(session);
        answer.start();
        client.takeUntil(event -> event.event().equals("chat_started"));
        return answer;
    }

    private boolean recovers(String user, String pid, String offset) {
        try (RecoveringClient client = new RecoveringClient(TestGateway.token(user), pid, offset)) {
            client.connect(gateway);
            Seen greeting = client.take();
            boolean recovered = client.recovered().getFirst();
            assertThat(greeting.event()).isEqualTo("connected");
            assertThat(recovered || greeting.position().sessions().isEmpty()).isTrue();
            return recovered;
        }
    }

    @Test
    void whoShowsAnIdThatIsNotItsOwnBeginsAnew() throws Exception {
        try (RecoveringClient client = connected(USER)) {
            running(client, Ids.random());
            String pid = client.pid();
            String forged = (pid.charAt(0) == 'A' ? 'B' : 'A') + pid.substring(1);
            assertThat(recovers(USER, pid, client.offset())).isTrue();
            assertThat(recovers("somebody else", pid, client.offset())).isFalse();
            for (String other : new String[] {forged, "", "garbage", pid.substring(1), "ä" + pid}) {
                assertThat(recovers(USER, other, client.offset())).as(other).isFalse();
            }
        }
    }

    @Test
    void whoseCursorCannotBeGoneOnFromBeginsAnew() throws Exception {
        try (RecoveringClient client = connected(USER)) {
            String session = Ids.random();
            running(client, session);
            Cursor good = Cursor.decode(client.offset());
            SessionPosition place = good.sessions().get(session);
            int another = (place.partition() + 1) % TestGateway.PARTITIONS;
            SortedMap<String, SessionPosition> many = new TreeMap<>();
            Stream.generate(Ids::random)
                    .limit(17)
                    .forEach(id -> many.put(id, new SessionPosition(SessionIds.partition(id), 0, SessionState.EMPTY)));
            Map<String, Cursor> bad = new LinkedHashMap<>();
            bad.put("another id's", new Cursor(good.nonce() + 1, good.sentAt(), good.topicId(), good.sessions()));
            bad.put("too old", at(good, Instant.now().minus(Duration.ofHours(25))));
            bad.put("not sent yet", at(good, Instant.now().plus(Duration.ofHours(1))));
            bad.put(
                    "of a topic made anew",
                    new Cursor(good.nonce(), good.sentAt(), UUID.randomUUID(), good.sessions()));
            bad.put("beyond the end", with(good, session, place.partition(), place.position() + 1000));
            bad.put("in another partition", with(good, session, another, 0));
            bad.put("in no partition", with(good, session, TestGateway.PARTITIONS, 0));
            bad.put("of too many sessions", new Cursor(good.nonce(), good.sentAt(), good.topicId(), many));
            bad.forEach((what, cursor) -> assertThat(recovers(USER, client.pid(), cursor.encode()))
                    .as(what)
                    .isFalse());
            assertThat(recovers(USER, client.pid(), "no cursor")).isFalse();
            assertThat(recovers(USER, client.pid(), client.offset())).isTrue();
        }
    }

    private static Cursor at(Cursor good, Instant sentAt) {
        return new Cursor(good.nonce(), sentAt, good.topicId(), good.sessions());
    }

    private static Cursor with(Cursor good, String session, int partition, long position) {
        SessionState state = good.sessions().get(session).state();
        return new Cursor(
                good.nonce(),
                good.sentAt(),
                good.topicId(),
                new TreeMap<>(Map.of(session, new SessionPosition(partition, position, state))));
    }

    @Test
    void whatTheLogHoldsNoLongerIsNotSkipped() throws Exception {
        try (RecoveringClient client = connected(USER)) {
            String session = Ids.random();
            TestWorker.Answer answer = running(client, session);
            SessionPosition place = Cursor.decode(client.offset()).sessions().get(session);
            answer.chunk("gone");
            TopicPartition partition = new TopicPartition(gateway.topics().events(), place.partition());
            try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(place.position() + 1)))
                        .all()
                        .get();
            }
            client.cut();
            assertThat(recovers(USER, client.pid(), client.offset())).isFalse();
        }
    }

    @Test
    void aSessionThatIsNotItsOwnIsLeft() throws Exception {
        String foreign = Ids.random();
        String own = Ids.random();
        try (RecoveringClient owner = connected("owner");
                RecoveringClient client = connected(USER)) {
            TestWorker.Answer secret = running(owner, foreign);
            TestWorker.Answer answer = running(client, own);
            Cursor good = Cursor.decode(client.offset());
            SortedMap<String, SessionPosition> places = new TreeMap<>(good.sessions());
            int partition = SessionIds.partition(foreign);
            places.put(foreign, new SessionPosition(partition, 0, SessionState.EMPTY));
            secret.chunk("secret");
            answer.chunk("mine");
            Cursor forged = new Cursor(good.nonce(), good.sentAt(), good.topicId(), places);
            try (RecoveringClient again =
                    new RecoveringClient(TestGateway.token(USER), client.pid(), forged.encode())) {
                again.connect(gateway);
                again.takeUntil(event -> event.event().equals("chat_chunk"));
                assertThat(again.recovered()).containsExactly(true);
                assertThat(again.received())
                        .extracting(Seen::event)
                        .containsExactly("connected", "session_left", "chat_chunk");
                assertThat(again.received().get(1).text("session_id")).isEqualTo(foreign);
                assertThat(again.received().get(2).text("chunk")).isEqualTo("mine");
                assertThat(again.received().get(1).position().sessions()).containsOnlyKeys(own);
            }
        }
    }

    @Test
    void aSessionThatWasDeletedMeanwhileIsLeft() throws Exception {
        try (RecoveringClient client = connected(USER)) {
            String session = Ids.random();
            running(client, session);
            client.cut();
            gateway.sql("update session set deleted_at = now() where session_id = ?", session);
            client.connect(gateway);
            client.takeUntil(event -> event.event().equals("session_left"));
            assertThat(client.recovered()).containsExactly(false, true);
        }
    }

    /** Far behind the log's end, though nothing of its own happened: rows say so, and nothing need be read. */
    @Test
    void aQuietSessionOfABusyPartitionIsNotTooFarBehind() throws Exception {
        String quiet = Ids.random();
        String busy = SessionIds.beside(quiet);
        try (RecoveringClient client = connected(USER);
                RecoveringClient other = connected(USER)) {
            TestWorker.Answer answer = running(client, quiet);
            answer.complete();
            client.takeUntil(event -> event.event().equals("chat_complete"));
            client.cut();
            TestProjector projector = new TestProjector(gateway);
            projector.commands(worker.commands(quiet, 1));
            projector.events(worker.events(quiet));
            TestWorker.Answer noise = running(other, busy);
            noise.chunks(RECOVERY_RECORDS + 100, "x");
            long end = noise.heartbeat();

            assertThat(recovers(USER, client.pid(), client.offset())).isFalse();
            projector.position(SessionIds.partition(quiet), end);
            assertThat(recovers(USER, client.pid(), client.offset())).isTrue();
        }
    }
}
