package dev.chatpipeline.faults;

import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.StockClients;
import dev.chatpipeline.testkit.stock.Transports;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The people who chat with stock clients, each on its own thread and with one or two devices. */
final class Crowd implements AutoCloseable {

    /** One device in so many starts with polling. It connects directly, because polling needs the same gateway each time. */
    private static final int UPGRADES_EVERY = 4;

    /** One person in so many uses a second device. */
    private static final int SECOND_DEVICE_EVERY = 2;

    private final StockClients clients = StockClients.start();
    private final List<StockClient> devices = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> lives = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * Connects all devices. Nobody talks before {@link #begin()}.
     *
     * @param proxy    where most devices connect to
     * @param gateways where the others connect to
     */
    Crowd(Cluster cluster, URI proxy, List<URI> gateways, int size, SplittableRandom random) {
        for (int i = 0; i < size; i++) {
            String userId = "person-" + i;
            List<StockClient> own = new ArrayList<>();
            for (int device = 0; device <= (i % SECOND_DEVICE_EVERY == 0 ? 1 : 0); device++) {
                boolean upgrades = devices.size() % UPGRADES_EVERY == UPGRADES_EVERY - 1;
                own.add(clients.open(
                        userId + (device == 0 ? "" : "'s second device"),
                        userId,
                        upgrades ? gateways : List.of(proxy),
                        cluster.token(userId),
                        upgrades ? Transports.UPGRADE : Transports.WEBSOCKET));
                devices.add(own.getLast());
            }
            people.add(new Person(userId, own, random.split(), stop));
        }
    }

    /** Makes everybody start to talk. */
    void begin() {
        people.forEach(person -> lives.add(threads.submit(person)));
    }

    /** All clients, for faults to choose from. */
    List<StockClient> devices() {
        return devices;
    }

    /** Stops new messages, and waits until everybody has an answer to theirs or has given up. */
    void hush() {
        stop.countDown();
        for (Future<?> life : lives) {
            try {
                life.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a person failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while people fall silent", e);
            }
        }
    }

    /** Number of messages sent so far, not counting resends. */
    int said() {
        return people.stream().mapToInt(Person::said).sum();
    }

    /** Number of messages that got no answer, however often they were sent. */
    int unanswered() {
        return people.stream().mapToInt(Person::unanswered).sum();
    }

    /** What all clients sent and saw. */
    List<ClientLog> logs() {
        return devices.stream().map(StockClient::log).toList();
    }

    @Override
    public void close() {
        stop.countDown();
        threads.shutdownNow();
        clients.close();
    }
}
