package dev.chatpipeline.gateway.engineio;

import java.time.Duration;

/** Limits of an engine at {@code /engine.io/}: the gateway's defaults, except for what a test changes. */
final class Limits {

    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration pingTimeout = Duration.ofSeconds(20);
    private Duration upgradeTimeout = Duration.ofSeconds(10);
    private Duration sendDeadline = Duration.ofSeconds(20);
    private int maxPayload = 1_000_000;
    private int entryPayload = 65_536;
    private int packets = 10_000;
    private long receiveBudget = Runtime.getRuntime().maxMemory() / 8;
    private Duration receiveDeadline = Duration.ofSeconds(30);
    private int maxSessions = 50_000;
    private int sessionsPerAddress = 1_000;
    private int opensPerAddress = 1_000;
    private int queueBytes = 4 << 20;
    private int queuePackets = 10_000;

    Limits pings(long intervalMillis, long timeoutMillis) {
        pingInterval = Duration.ofMillis(intervalMillis);
        pingTimeout = Duration.ofMillis(timeoutMillis);
        return this;
    }

    Limits upgradeTimeout(long millis) {
        upgradeTimeout = Duration.ofMillis(millis);
        return this;
    }

    Limits sendDeadline(long millis) {
        sendDeadline = Duration.ofMillis(millis);
        return this;
    }

    Limits maxPayload(int bytes) {
        maxPayload = bytes;
        return this;
    }

    Limits entryPayload(int bytes) {
        entryPayload = bytes;
        return this;
    }

    Limits packets(int inOneBody) {
        packets = inOneBody;
        return this;
    }

    Limits receiveBudget(long bytes) {
        receiveBudget = bytes;
        return this;
    }

    Limits receiveDeadline(long millis) {
        receiveDeadline = Duration.ofMillis(millis);
        return this;
    }

    Limits maxSessions(int sessions) {
        maxSessions = sessions;
        return this;
    }

    Limits perAddress(int sessions, int opens) {
        sessionsPerAddress = sessions;
        opensPerAddress = opens;
        return this;
    }

    Limits sendQueue(int bytes, int packets) {
        queueBytes = bytes;
        queuePackets = packets;
        return this;
    }

    EngineSettings settings() {
        return new EngineSettings(
                "/engine.io/",
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxSessions,
                new EngineSettings.PerAddress(sessionsPerAddress, opensPerAddress),
                new EngineSettings.ReceiveLimits(maxPayload, entryPayload, packets, receiveBudget, receiveDeadline, 50),
                new EngineSettings.SendLimits(
                        queueBytes, queuePackets, Runtime.getRuntime().maxMemory() / 4, sendDeadline));
    }
}
