package dev.chatpipeline.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of a broker that is its own controller, sized for one machine. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    private BrokerSettings() {}

    static Properties of(Path logFolder, int port, int controllerPort) {
        Properties settings = new Properties();
        identity(settings, logFolder, port, controllerPort);
        oneNode(settings);
        quickToAnswer(settings);
        keptForEver(settings);
        small(settings);
        return settings;
    }

    private static void identity(Properties settings, Path logFolder, int port, int controllerPort) {
        String broker = Ports.LOOPBACK + ":" + port;
        String controller = Ports.LOOPBACK + ":" + controllerPort;
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        settings.setProperty("log.dirs", logFolder.toString());
        settings.setProperty("listeners", "BROKER://" + broker + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.setProperty("advertised.listeners", "BROKER://" + broker);
        settings.setProperty("inter.broker.listener.name", "BROKER");
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty(
                "listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        // Static voters, because they are not written to the log: the controller's port may differ after a restart.
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    }

    private static void oneNode(Properties settings) {
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void quickToAnswer(Properties settings) {
        // The controller drops a heartbeat that waits for half of this.
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        // After kill -9 the next start waits this long: until then the controller considers the dead broker alive.
        settings.setProperty("broker.session.timeout.ms", "6000");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.min.session.timeout.ms", "500");
        // The open transaction of a killed instance holds back readers of committed records until it is aborted.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void keptForEver(Properties settings) {
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("log.retention.ms", "-1");
        settings.setProperty("log.retention.bytes", "-1");
        // A folder may be unused for longer than any retention of consumer offsets.
        settings.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        settings.setProperty("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.setProperty("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    }

    private static void small(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        settings.setProperty("log.index.size.max.bytes", Integer.toString(1024 * 1024));
        // An idle broker would otherwise write a record to the metadata log every half second.
        settings.setProperty("metadata.max.idle.interval.ms", "0");
    }
}
