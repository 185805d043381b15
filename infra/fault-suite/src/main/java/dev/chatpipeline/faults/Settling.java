package dev.chatpipeline.faults;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.tally.ClientView;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.LogReader;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.RowReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits, within bounds, until a healed cluster has nothing left to do and every client has seen it. */
final class Settling {

    /** How long turns may take to end and to be projected. */
    private static final Duration END_LIMIT = Duration.ofSeconds(90);

    /** How long clients may take to see everything that they follow. */
    private static final Duration SEEN_LIMIT = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Supplier<List<ClientLog>> clients;
    private final List<String> problems = new ArrayList<>();

    Settling(Cluster cluster, Supplier<List<ClientLog>> clients) {
        this.cluster = cluster;
        this.clients = clients;
    }

    /** What was sent and seen, whether or not everything came to rest. */
    Observation observe() {
        await("turns are still open in the projection", END_LIMIT, () -> openAnswers() == 0);
        Log log = new LogReader(cluster.bootstrapServers()).read(new Topics(Topics.DEFAULT_PREFIX));
        RowReader rows = new RowReader(cluster.jdbcUrl());
        try {
            rows.readWhenProjected(log);
        } catch (ConditionTimeoutException e) {
            problems.add("the projection does not reach the end of the log: " + e.getMessage());
        }
        await(
                "clients have not seen all they follow",
                SEEN_LIMIT,
                () -> ClientView.all(clients.get(), log).stream().allMatch(view -> view.lost() == 0));
        return new Observation(clients.get(), log, rows.read());
    }

    /** What did not come to rest in time. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void await(String problem, Duration limit, Callable<Boolean> rest) {
        try {
            Awaitility.await()
                    .atMost(limit)
                    .pollInterval(LOOK)
                    .ignoreExceptions()
                    .until(rest);
        } catch (ConditionTimeoutException e) {
            problems.add(problem + " after " + limit.toSeconds() + " s");
        }
    }

    private long openAnswers() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select count(*) from message where status in ('queued', 'running')")) {
            result.next();
            return result.getLong(1);
        }
    }
}
