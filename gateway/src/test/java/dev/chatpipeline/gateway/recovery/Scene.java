package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Guarantees;
import dev.chatpipeline.testkit.guarantee.LogReader;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.StockClients;
import dev.chatpipeline.testkit.stock.Transports;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Gateways over one log, a worker that a test scripts, and clients whose histories are kept for the guarantees. */
final class Scene implements AutoCloseable {

    private final TestGateway.Backend backend = TestGateway.Backend.fresh();
    private final List<TestGateway> gateways = new ArrayList<>();
    private final StockClients clients = StockClients.start();
    private final List<StockClient> stock = new ArrayList<>();
    private final List<ChatClient> others = new ArrayList<>();
    final TestWorker worker = new TestWorker(backend.topics());

    Scene(int gatewayCount) {
        for (int i = 0; i < gatewayCount; i++) {
            gateways.add(TestGateway.start(backend));
        }
    }

    TestGateway gateway(int number) {
        return gateways.get(number);
    }

    /** Starts another gateway over the same log. */
    TestGateway start() {
        return TestGateway.start(backend);
    }

    /** A stock client that connects to the first of these gateways, by default the scene's, and may move to the others. */
    StockClient open(String name, String user, Transports transports, TestGateway... at) {
        Stream<TestGateway> where = at.length > 0 ? Stream.of(at) : gateways.stream();
        List<URI> urls = where.map(gateway -> URI.create(gateway.url())).toList();
        StockClient client = clients.open(name, user, urls, TestGateway.token(user), transports);
        stock.add(client);
        return client;
    }

    /** Includes another kind of client in the guarantees. */
    ChatClient keep(ChatClient client) {
        others.add(client);
        return client;
    }

    /** The client opens a session. Returns the answer to its first message, for the test to write. */
    TestWorker.Answer ask(StockClient client, String session) {
        client.accepted(session, "m1", "Hello");
        return worker.answer(session);
    }

    /** Waits for an event, after the first {@code after} ones, whose cursor is past that offset. */
    static void awaitPast(StockClient client, int after, String session, long offset) {
        client.await("the event of " + session + " at " + offset, after, seen -> {
            String cursor = seen.cursor();
            SessionPosition place =
                    cursor == null ? null : Cursor.decode(cursor).sessions().get(session);
            return place != null && place.position() > offset;
        });
    }

    /** Whether each reconnect was a recovered one. */
    static List<Boolean> recovered(StockClient client) {
        return client.seen().stream()
                .filter(seen -> seen.event().equals("connect"))
                .skip(1)
                .map(Seen::recovered)
                .toList();
    }

    /** Writes chunks of these answers in turn, without a pause, until it is told to finish, and then their ends. */
    final class Writing {

        private final Thread thread;
        private volatile boolean stopped;
        private volatile Throwable failure;

        private Writing(List<TestWorker.Answer> answers) {
            this.thread = Thread.ofVirtual().start(() -> {
                try {
                    for (TestWorker.Answer answer : answers) {
                        answer.introduce("Hello");
                        answer.start();
                    }
                    for (int i = 0; !stopped; i++) {
                        answers.get(i % answers.size()).chunk(i + " ");
                    }
                    for (TestWorker.Answer answer : answers) {
                        answer.complete();
                    }
                } catch (Throwable e) {
                    failure = e;
                }
            });
        }

        void finish() throws InterruptedException {
            stopped = true;
            thread.join();
            assertThat(failure).isNull();
        }
    }

    Writing write(List<TestWorker.Answer> answers) {
        return new Writing(answers);
    }

    /** Answers every message of these sessions once. */
    void answerAll(List<String> sessions) throws Exception {
        Set<String> answered = new HashSet<>();
        for (TestWorker.Received command : worker.allCommands()) {
            if (command.command() instanceof ChatCommand.SendMessage send
                    && sessions.contains(send.sessionId())
                    && answered.add(send.sessionId() + '/' + send.messageId())) {
                TestWorker.Answer answer = worker.answer(command);
                answer.introduce(send.message());
                answer.start();
                answer.chunk("to " + send.messageId());
                answer.complete();
            }
        }
    }

    /** One step in writing an answer; it returns the offset of its event. */
    record Step(String session, Callable<Long> event) {}

    /** An answer that is taken over. What the overtaken worker still writes does not count. */
    static List<Step> story(String session, TestWorker.Answer answer) {
        return List.of(
                new Step(session, () -> answer.introduce("Hello")),
                new Step(session, answer::start),
                new Step(session, () -> answer.chunk("lost ")),
                new Step(session, answer::start),
                new Step(session, () -> {
                    answer.chunk(1, 1, "stale");
                    return answer.chunk("kept ");
                }),
                new Step(session, answer::heartbeat),
                new Step(session, () -> answer.chunk("té🙂xt")),
                new Step(session, answer::complete));
    }

    static String answerId(String session, String message) {
        return Ids.answerId(session, message);
    }

    /** Checks every guarantee over everything that the clients of this scene sent and saw. */
    void checkGuarantees() {
        List<ClientLog> logs = Stream.concat(
                        stock.stream().map(StockClient::log), others.stream().map(ChatClient::log))
                .toList();
        Guarantees.checkAll(
                new Observation(logs, new LogReader(ChatInfra.bootstrapServers()).read(backend.topics()), null));
    }

    @Override
    public void close() {
        clients.close();
        others.forEach(ChatClient::close);
        worker.close();
        gateways.forEach(TestGateway::close);
    }
}
