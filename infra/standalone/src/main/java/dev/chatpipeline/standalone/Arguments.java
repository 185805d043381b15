package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.StartupProblem;
import java.nio.file.Path;

/**
 * What can be said on the command line.
 *
 * @param port         of the page and the API, 0 for any free one
 * @param data         the folder that everything is kept in
 * @param kafkaPort    of the broker, 0 for any free one
 * @param postgresPort of the database, 0 for any free one
 */
record Arguments(int port, Path data, int kafkaPort, int postgresPort) {

    static final String USAGE = "usage: [--port 8080] [--data DIR] [--kafka-port PORT] [--postgres-port PORT]";

    private static final int MAX_PORT = 65_535;

    /** @throws StartupProblem when an argument is unknown or its value cannot be */
    static Arguments parse(String... words) {
        Arguments arguments = new Arguments(8080, Path.of(".data"), 0, 0);
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i];
            String value = i + 1 < words.length ? words[i + 1] : "";
            arguments = arguments.with(name, value);
        }
        return arguments;
    }

    private Arguments with(String name, String value) {
        return switch (name) {
            case "--port" -> new Arguments(port(name, value), data, kafkaPort, postgresPort);
            case "--data" -> new Arguments(port, folder(name, value), kafkaPort, postgresPort);
            case "--kafka-port" -> new Arguments(port, data, port(name, value), postgresPort);
            case "--postgres-port" -> new Arguments(port, data, kafkaPort, port(name, value));
            default -> throw new StartupProblem("unknown argument: " + name + " (" + USAGE + ")");
        };
    }

    private static int port(String name, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new StartupProblem(name + ": " + value + " (expected: 0 to " + MAX_PORT + ")");
    }

    private static Path folder(String name, String value) {
        if (value.isBlank()) {
            throw new StartupProblem(name + ": " + value + " (expected: a folder)");
        }
        return Path.of(value);
    }
}
