package dev.chatpipeline.faults.attack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Attacks a gateway on this machine, one way after the other, and prints what each cost. */
public final class AttackSuite {

    private static final long READ_MILLIS = 500;
    private static final long SETTLE_MILLIS = 5_000;
    private static final String ROW = "%-24s %9s %9s %7s %5s %-22s %-20s %-20s %6s%n";

    private final InetSocketAddress gateway;
    private final Vitals vitals;
    private final Duration time;
    private final String auth;

    private AttackSuite(InetSocketAddress gateway, Vitals vitals, Duration time, String auth) {
        this.gateway = gateway;
        this.vitals = vitals;
        this.time = time;
        this.auth = auth;
    }

    /** Runs; ends with 0 when the gateway lived and the bystander was answered under every attack. */
    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(run(Arrays.asList(arguments)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(List<String> given) throws Exception {
        URI url = URI.create(option(given, "--url", "http://127.0.0.1:8080"));
        InetSocketAddress gateway = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
        if (gateway.isUnresolved() || !gateway.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("--url: " + url + " (expected: a gateway on this machine's loopback)");
        }
        String pid = option(given, "--pid", "");
        Vitals vitals = new Vitals(
                pid.isEmpty()
                        ? Vitals.listener(gateway.getPort())
                                .orElseThrow(() -> new IllegalArgumentException("port: nobody listens on "
                                        + gateway.getPort() + " (expected: a gateway of this user)"))
                        : Long.parseLong(pid));
        String token = option(given, "--token", "");
        AttackSuite suite = new AttackSuite(
                gateway,
                vitals,
                Duration.ofSeconds(Integer.parseInt(option(given, "--seconds", "20"))),
                token.isEmpty() ? "" : "{\"token\":\"" + token + "\"}");
        String only = option(given, "--only", "");
        List<Attack> chosen = Arrays.stream(Attack.values())
                .filter(attack -> only.isEmpty() || List.of(only.split(",")).contains(attack.toString()))
                .toList();
        return suite.attack(chosen);
    }

    private static String option(List<String> given, String name, String absent) {
        int at = given.indexOf(name);
        return at < 0 || at + 1 == given.size() ? absent : given.get(at + 1);
    }

    private boolean attack(List<Attack> attacks) throws Exception {
        InetAddress attackersAddress = InetAddress.getByName("127.0.0.1");
        InetAddress bystandersAddress = InetAddress.getByName("127.0.0.2");
        System.out.printf(
                ROW,
                "attack",
                "TTFT p50",
                "p99 (ms)",
                "answers",
                "fails",
                "heap MB b/peak/after",
                "threads",
                "descriptors",
                "CPU s");
        try (Bystander warm = new Bystander(gateway, bystandersAddress, auth)) {
            pause(Math.min(10_000, time.toMillis()));
        }
        List<String> notes = new ArrayList<>();
        boolean held = observe("alone", () -> {}, bystandersAddress, notes);
        for (Attack attack : attacks) {
            Attackers[] started = new Attackers[1];
            held &= observe(
                    attack.toString(),
                    () -> started[0] = Attackers.start(attack, gateway, attackersAddress, time),
                    bystandersAddress,
                    notes);
            notes.add(attack + ": " + started[0].ends());
            if (!vitals.isAlive()) {
                notes.add("the gateway's process is gone");
                break;
            }
        }
        notes.forEach(System.out::println);
        return held;
    }

    private boolean observe(String name, Runnable start, InetAddress from, List<String> notes) throws Exception {
        Vitals.Reading before = vitals.readCollected();
        Bystander.Seen seen;
        Vitals.Reading peak = before;
        try (Bystander bystander = new Bystander(gateway, from, auth)) {
            start.run();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0 && vitals.isAlive()) {
                pause(READ_MILLIS);
                peak = peak.max(vitals.read());
            }
            seen = bystander.seen();
        }
        long cpu = vitals.read().cpuMillis() - before.cpuMillis();
        pause(SETTLE_MILLIS);
        Vitals.Reading after = vitals.readCollected();
        System.out.printf(
                ROW,
                name,
                seen.p50(),
                seen.p99(),
                seen.answers(),
                seen.failures(),
                before.heapMegabytes() + "/" + peak.heapMegabytes() + "/" + after.heapMegabytes(),
                before.threads() + "/" + peak.threads() + "/" + after.threads(),
                before.descriptors() + "/" + peak.descriptors() + "/" + after.descriptors(),
                cpu / 1000);
        if (!seen.lastFailure().isEmpty()) {
            notes.add(name + ": bystander: " + seen.lastFailure());
        }
        return vitals.isAlive() && seen.answers() > 0 && seen.failures() == 0;
    }

    private static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
