package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.embedded.StartupProblem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The arguments of the command line.
 *
 * @param host         the address that the page and the API listen on
 * @param port         of the page and the API, 0 for any free one
 * @param data         the folder that holds all data
 * @param fresh        whether that folder is emptied first
 * @param kafkaPort    of the broker, 0 for any free one
 * @param postgresPort of the database, 0 for any free one
 */
record Arguments(String host, int port, Path data, boolean fresh, int kafkaPort, int postgresPort) {

    static final String USAGE =
            "usage: [--host 127.0.0.1] [--port 8080] [--data DIR] [--fresh] [--kafka-port PORT] [--postgres-port PORT]";

    private static final int MAX_PORT = 65_535;

    /** @throws StartupProblem when an argument is unknown or its value is not valid */
    static Arguments parse(String... words) {
        Arguments arguments = new Arguments(Ports.LOOPBACK, 8080, Path.of(".data"), false, 0, 0);
        Iterator<String> rest = List.of(words).iterator();
        while (rest.hasNext()) {
            arguments = arguments.with(rest.next(), rest);
        }
        return arguments;
    }

    private Arguments with(String name, Iterator<String> rest) {
        return switch (name) {
            case "--host" -> new Arguments(host(name, rest), port, data, fresh, kafkaPort, postgresPort);
            case "--port" -> new Arguments(host, port(name, rest), data, fresh, kafkaPort, postgresPort);
            case "--data" -> new Arguments(host, port, folder(name, rest), fresh, kafkaPort, postgresPort);
            case "--fresh" -> new Arguments(host, port, data, true, kafkaPort, postgresPort);
            case "--kafka-port" -> new Arguments(host, port, data, fresh, port(name, rest), postgresPort);
            case "--postgres-port" -> new Arguments(host, port, data, fresh, kafkaPort, port(name, rest));
            default -> throw new StartupProblem("unknown argument: " + name + " (" + USAGE + ")");
        };
    }

    private static String value(Iterator<String> rest) {
        return rest.hasNext() ? rest.next() : "";
    }

    private static String host(String name, Iterator<String> rest) {
        String value = value(rest);
        try {
            // An empty name would be resolved as the loopback address.
            if (!value.isBlank() && InetAddress.getByName(value) != null) {
                return value;
            }
        } catch (UnknownHostException e) {
            // Rejected below.
        }
        throw new StartupProblem(
                name + ": " + value + " (expected: an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all)");
    }

    private static int port(String name, Iterator<String> rest) {
        String value = value(rest);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Rejected below.
        }
        throw new StartupProblem(name + ": " + value + " (expected: 0 to " + MAX_PORT + ")");
    }

    private static Path folder(String name, Iterator<String> rest) {
        String value = value(rest);
        if (value.isBlank()) {
            throw new StartupProblem(name + ": " + value + " (expected: a folder)");
        }
        return Path.of(value);
    }
}
