package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** How many sessions clients of one address have, and how many they open in a while. Thread-safe. */
final class AddressLimits {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int maxSessions;
    private final int maxOpens;
    private final LimitListener limits;
    private final ConcurrentMap<String, Integer> sessions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> opens = new ConcurrentHashMap<>();

    /** @param timer begins a new window every ten seconds */
    AddressLimits(EngineSettings.PerAddress max, EngineTimer timer, LimitListener limits) {
        this.maxSessions = max.sessions();
        this.maxOpens = max.opens();
        this.limits = limits;
        startWindow(timer);
    }

    private void startWindow(EngineTimer timer) {
        opens.clear();
        timer.schedule(() -> startWindow(timer), WINDOW_NANOS);
    }

    /** Whether a client of that address may open another session now; each question counts as an attempt. */
    boolean admit(String address) {
        if (opens.merge(address, 1, Integer::sum) > maxOpens) {
            limits.reached("opens-per-address");
            return false;
        }
        if (sessions.getOrDefault(address, 0) >= maxSessions) {
            limits.reached("sessions-per-address");
            return false;
        }
        return true;
    }

    void opened(String address) {
        sessions.merge(address, 1, Integer::sum);
    }

    void closed(String address) {
        sessions.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
