package dev.chatpipeline.faults.cluster;

import dev.chatpipeline.embedded.EmbeddedBroker;
import dev.chatpipeline.testkit.process.RestartableProcess;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the embedded broker in its own process. */
final class BrokerMain {

    private BrokerMain() {}

    /** @param arguments folder and port */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
        System.out.println(RestartableProcess.STARTED + "broker");
        new CountDownLatch(1).await();
    }
}
