package dev.chatpipeline.faults;

import dev.chatpipeline.faults.cluster.Jars;
import dev.chatpipeline.faults.mass.MassReconnect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The program behind {@code infra/faults}. */
public final class FaultSuite {

    private static final String USAGE = "usage: infra/faults [--minutes 10 | --seconds N] [--seed S] [--clients 12]"
            + " [--gateways 2] [--workers 2] [--projectors 2] | infra/faults --mass SOCKETS";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private FaultSuite() {}

    /** Exits with 0 if everything held, with 1 if something did not, and with 2 if the arguments are wrong. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("--mass") && arguments[1].matches("[1-9]\\d{0,5}")) {
            massReconnect(Integer.parseInt(arguments[1]));
            return;
        }
        FaultPlan plan;
        try {
            plan = plan(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("chat-pipeline: " + e.getMessage() + " (" + USAGE + ")");
            System.exit(2);
            return;
        }
        say("seed " + plan.seed() + ", logs in " + plan.folder());
        FaultReport report = new FaultRun(plan, FaultSuite::say).run();
        System.out.println(report);
        System.exit(report.isClean() ? 0 : 1);
    }

    private static void massReconnect(int sockets) throws Exception {
        Path folder = Files.createTempDirectory("chat-faults");
        say(sockets + " sockets, logs in " + folder);
        MassReconnect.Result result =
                new MassReconnect(Jars.fromSystemProperties(), folder, sockets, FaultSuite::say).run();
        System.out.println(result);
        System.exit(result.isClean() ? 0 : 1);
    }

    static FaultPlan plan(String... arguments) throws IOException {
        Map<String, Long> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].matches("--(minutes|seconds|seed|clients|gateways|workers|projectors)")) {
                throw new IllegalArgumentException("unknown argument: " + arguments[i]);
            }
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (!value.matches("-?\\d{1,18}")) {
                throw new IllegalArgumentException(arguments[i] + ": " + value + " (expected: a number)");
            }
            given.put(arguments[i].substring(2), Long.parseLong(value));
        }
        Duration length = given.containsKey("seconds")
                ? Duration.ofSeconds(positive(given, "seconds", 1))
                : Duration.ofMinutes(positive(given, "minutes", 10));
        return new FaultPlan(
                given.getOrDefault("seed", ThreadLocalRandom.current().nextLong(1_000_000)),
                length,
                Files.createTempDirectory("chat-faults"),
                Jars.fromSystemProperties(),
                positive(given, "clients", 12),
                positive(given, "gateways", 2),
                positive(given, "workers", 2),
                positive(given, "projectors", 2),
                true);
    }

    private static int positive(Map<String, Long> given, String name, long otherwise) {
        long value = given.getOrDefault(name, otherwise);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--" + name + ": " + value + " (expected: > 0)");
        }
        return (int) value;
    }

    private static void say(String what) {
        System.out.println(TIME.format(LocalTime.now()) + " " + what);
    }
}
