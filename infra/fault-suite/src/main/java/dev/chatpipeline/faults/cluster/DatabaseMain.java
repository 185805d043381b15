package dev.chatpipeline.faults.cluster;

import dev.chatpipeline.embedded.EmbeddedDatabase;
import dev.chatpipeline.testkit.process.RestartableProcess;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the embedded PostgreSQL server, which ends with this process. */
final class DatabaseMain {

    static final String DATABASE = "chat";

    private DatabaseMain() {}

    /** @param arguments folder and port */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedDatabase server = EmbeddedDatabase.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "database-close"));
        server.createDatabase(DATABASE);
        System.out.println(RestartableProcess.STARTED + "database");
        new CountDownLatch(1).await();
    }
}
