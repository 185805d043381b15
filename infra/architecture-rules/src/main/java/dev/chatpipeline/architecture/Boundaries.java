package dev.chatpipeline.architecture;

import static dev.chatpipeline.architecture.Packages.in;
import static dev.chatpipeline.architecture.Packages.outside;

import java.util.List;

/** Which libraries, and which parts of this project, are used where. */
public final class Boundaries {

    public static final String DATABASES = "databases only in store and history packages";
    public static final String MODEL_LIBRARY = "langchain4j only in worker.provider";
    public static final String SPRING = "plain Java without Spring";
    public static final String SOCKET_LIBRARY = "engineio and socketio know nothing of chat";
    public static final String SOCKET_LIBRARIES = "engineio and socketio know neither Kafka nor security nor databases";
    public static final String ENGINE = "engineio knows nothing of socketio";

    private static final String ENGINE_IO = "dev.chatpipeline.gateway.engineio..";
    private static final String SOCKET_IO = "dev.chatpipeline.gateway.socketio..";
    private static final String STANDALONE = "dev.chatpipeline.standalone..";

    static final List<Boundary> ALL = List.of(
            new Boundary(
                    DATABASES,
                    outside(
                            "..store..",
                            "dev.chatpipeline.gateway.history..",
                            "dev.chatpipeline.embedded..",
                            "dev.chatpipeline.testkit..",
                            "dev.chatpipeline.faults.."),
                    in(
                            "java.sql..",
                            "javax.sql..",
                            "org.postgresql..",
                            "org.springframework.jdbc..",
                            "org.springframework.data..",
                            "org.flywaydb..")),
            new Boundary(MODEL_LIBRARY, outside("dev.chatpipeline.worker.provider.."), in("dev.langchain4j..")),
            new Boundary(
                    SPRING,
                    in(
                            "dev.chatpipeline.contracts..",
                            "dev.chatpipeline.concurrent..",
                            "dev.chatpipeline.embedded..",
                            "dev.chatpipeline.testkit..",
                            "dev.chatpipeline.faults..",
                            "dev.chatpipeline.worker.generation..",
                            "dev.chatpipeline.worker.lane..",
                            "dev.chatpipeline.projector.topology.."),
                    in("org.springframework..")),
            importedByNobodyElse("dev.chatpipeline.gateway.."),
            importedByNobodyElse("dev.chatpipeline.worker.."),
            importedByNobodyElse("dev.chatpipeline.projector.."),
            importedByNobodyElse(STANDALONE),
            new Boundary(
                    SOCKET_LIBRARY,
                    in(ENGINE_IO, SOCKET_IO),
                    in("dev.chatpipeline..")
                            .and(outside(
                                    ENGINE_IO,
                                    SOCKET_IO,
                                    "dev.chatpipeline.concurrent..",
                                    "dev.chatpipeline.properties.."))),
            new Boundary(
                    SOCKET_LIBRARIES,
                    in(ENGINE_IO, SOCKET_IO),
                    in(
                            "org.apache.kafka..",
                            "org.springframework.kafka..",
                            "org.springframework.security..",
                            "java.sql..")),
            new Boundary(ENGINE, in(ENGINE_IO), in(SOCKET_IO)));

    private Boundaries() {}

    /** Only {@code standalone}, which starts the services in one JVM, knows them. */
    private static Boundary importedByNobodyElse(String service) {
        return new Boundary("nobody else imports " + service, outside(service, STANDALONE), in(service));
    }

    static Boundary named(String name) {
        return ALL.stream()
                .filter(boundary -> boundary.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("boundary: " + name + " (expected: one of Boundaries)"));
    }
}
