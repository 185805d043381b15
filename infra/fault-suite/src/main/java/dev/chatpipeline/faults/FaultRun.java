package dev.chatpipeline.faults;

import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.cluster.ClusterSettings;
import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.faults.injection.BrokerDisk;
import dev.chatpipeline.faults.injection.Injector;
import dev.chatpipeline.faults.injection.Rotation;
import dev.chatpipeline.faults.injection.Schedule;
import dev.chatpipeline.faults.tally.Evidence;
import dev.chatpipeline.faults.timing.Figures;
import dev.chatpipeline.faults.timing.Measuring;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.proxy.TcpProxy;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run: a cluster, people, faults and the result. */
public final class FaultRun {

    private static final int DISK_MB = 384;
    private static final int DISK_MB_PER_MINUTE = 32;
    private static final int GATEWAY_HEAP_MB = 256;

    private final FaultPlan plan;
    private final Consumer<String> news;

    /** @param news receives progress messages */
    public FaultRun(FaultPlan plan, Consumer<String> news) {
        this.plan = plan;
        this.news = news;
    }

    /** Runs it. The report contains violated guarantees; a failure of the run itself is thrown. */
    public FaultReport run() throws InterruptedException {
        int diskMb = DISK_MB + DISK_MB_PER_MINUTE * (int) plan.faultsFor().toMinutes();
        try (BrokerDisk disk = BrokerDisk.mount(plan.folder().resolve("disk"), diskMb);
                Cluster cluster = Cluster.start(new ClusterSettings(
                        plan.folder(),
                        disk.brokerFolder(),
                        plan.jars(),
                        plan.gateways(),
                        plan.workers(),
                        plan.projectors(),
                        GATEWAY_HEAP_MB))) {
            news.accept("the cluster is up");
            return run(disk, cluster);
        }
    }

    private FaultReport run(BrokerDisk disk, Cluster cluster) throws InterruptedException {
        List<URI> gateways = cluster.nodes(Kind.GATEWAY).stream()
                .map(gateway -> address(gateway.port()))
                .toList();
        Rotation rotation = new Rotation(cluster);
        try (TcpProxy proxy = TcpProxy.start(rotation::anyGateway);
                Crowd crowd = new Crowd(
                        cluster, address(proxy.port()), gateways, plan.people(), new SplittableRandom(plan.seed()));
                Injector injector = new Injector(cluster, rotation, proxy, disk, crowd.devices(), news)) {
            news.accept(crowd.devices().size() + " clients are connected");
            crowd.begin();
            injector.run(Schedule.of(plan.seed(), plan.faultsFor(), disk.whyNeverFull() == null), plan.faultsFor());
            news.accept("all is whole again; " + crowd.said() + " messages were sent");
            crowd.hush();
            try (Measuring measuring = new Measuring(cluster)) {
                Figures figures = plan.measure() ? measuring.take() : null;
                Settling settling = new Settling(
                        cluster,
                        () -> Stream.concat(crowd.logs().stream(), measuring.logs().stream())
                                .toList());
                Observation observed = settling.observe();
                FaultReport report = FaultReport.of(
                        plan,
                        injector.injected(),
                        disk.whyNeverFull(),
                        observed,
                        crowd.unanswered(),
                        settling.problems(),
                        figures);
                if (!report.isClean()) {
                    Evidence.write(plan.folder(), observed);
                }
                return report;
            }
        }
    }

    private static URI address(int port) {
        return URI.create("http://" + Ports.LOOPBACK + ":" + port);
    }
}
