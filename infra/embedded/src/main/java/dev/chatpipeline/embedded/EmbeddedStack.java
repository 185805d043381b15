package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A broker and a database in one data folder. */
public final class EmbeddedStack implements AutoCloseable {

    private static final String POSTGRES = "postgres";

    private final FolderLock lock;
    private final EmbeddedBroker broker;
    private final EmbeddedDatabase database;

    private EmbeddedStack(FolderLock lock, EmbeddedBroker broker, EmbeddedDatabase database) {
        this.lock = lock;
        this.broker = broker;
        this.database = database;
    }

    /**
     * Starts both concurrently; returns once both can be used.
     *
     * @param brokerPort the broker's port, 0 for any free one
     * @param databasePort the database's port, 0 for any free one
     * @throws StartupProblem if one of them cannot start; the other is then stopped
     */
    public static EmbeddedStack start(Path folder, int brokerPort, int databasePort) {
        FolderLock lock = FolderLock.acquire(folder);
        // Lines are lost when two threads initialise logging at the same time.
        LoggerFactory.getILoggerFactory();
        CompletableFuture<EmbeddedBroker> broker =
                inBackground(() -> EmbeddedBroker.start(lock.folder().resolve("kafka"), brokerPort));
        CompletableFuture<EmbeddedDatabase> database =
                inBackground(() -> EmbeddedDatabase.start(lock.folder().resolve(POSTGRES), databasePort));
        try {
            return new EmbeddedStack(lock, broker.join(), database.join());
        } catch (CompletionException e) {
            closeWhenStarted(broker);
            closeWhenStarted(database);
            lock.close();
            throw e.getCause() instanceof StartupProblem problem
                    ? problem
                    : StartupProblem.because("cannot start on " + lock.folder(), e);
        }
    }

    /**
     * Deletes everything that earlier stacks left in the folder.
     *
     * @throws StartupProblem if the folder is in use, or has other content
     */
    public static void empty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (FolderLock lock = FolderLock.acquire(folder);
                Stream<Path> content = Files.list(lock.folder())) {
            LeftOverServer.stop(lock.folder().resolve(POSTGRES).resolve(PostgresPrograms.DATA));
            for (Path part : content.toList()) {
                if (!part.endsWith(FolderLock.FILE)) {
                    Folders.delete(part);
                }
            }
        } catch (IOException e) {
            throw StartupProblem.because("data folder cannot be emptied: " + folder, e);
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> new Thread(task, "embedded-start").start());
    }

    private static void closeWhenStarted(CompletableFuture<? extends AutoCloseable> started) {
        started.handle((part, failure) -> {
                    if (part != null) {
                        try {
                            part.close();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return null;
                })
                .join();
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    /** Stops the broker, then the database. */
    @Override
    public void close() {
        try (lock;
                database;
                broker) {
            // Resources are closed in reverse order.
        }
    }
}
