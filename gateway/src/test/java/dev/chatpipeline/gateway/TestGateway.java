package dev.chatpipeline.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.socketio.SocketIoServer;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A gateway on its own port, with topics and a database of its own. */
public final class TestGateway implements AutoCloseable {

    public static final String SECRET = "a-secret-of-tests-that-is-long-enough-for-hs256";
    public static final int PARTITIONS = 3;

    private static @Nullable TestGateway shared;

    private final ConfigurableApplicationContext context;
    private final Backend backend;

    /** The topics and the database, which several gateways may share. */
    public record Backend(Topics topics, String database) {

        public static Backend fresh() {
            return new Backend(new Topics(ChatInfra.uniquePrefix()), ChatInfra.freshDatabase());
        }
    }

    private TestGateway(ConfigurableApplicationContext context, Backend backend) {
        this.context = context;
        this.backend = backend;
    }

    /** The gateway for tests that need no special settings; it runs until the JVM ends. */
    public static synchronized TestGateway shared() {
        if (shared == null) {
            shared = start(Backend.fresh());
        }
        return shared;
    }

    /** A gateway that admits guests. */
    public static TestGateway start(String... properties) {
        return start(Backend.fresh(), properties);
    }

    public static TestGateway start(Backend backend, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + ChatInfra.bootstrapServers(),
                "--spring.datasource.url=" + backend.database(),
                "--chat.topics.prefix=" + backend.topics().prefix(),
                "--chat.topics.partitions=" + PARTITIONS,
                "--chat.topics.replication=1",
                "--chat.topics.min-isr=1",
                "--chat.security.guest=true",
                "--chat.security.jwt.secret=" + SECRET));
        // Spring would join an argument that is given twice into a list.
        for (String property : properties) {
            String key = property.substring(0, property.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(key));
            arguments.add(property);
        }
        return new TestGateway(GatewayApplication.builder().run(arguments.toArray(String[]::new)), backend);
    }

    public Backend backend() {
        return backend;
    }

    public Topics topics() {
        return backend.topics();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public String url() {
        return "http://localhost:" + port();
    }

    /** Socket.IO connections at this moment. */
    public int connections() {
        return context.getBean(SocketIoServer.class).connectionCount();
    }

    /** Builds a client that uses WebSocket and does not reconnect. */
    public ChatClient.Builder client() {
        return ChatClient.to(URI.create(url())).transports("websocket").once();
    }

    /** Connects without a token. */
    public ChatClient guest() {
        return client().connect();
    }

    /** Connects with a token. */
    public ChatClient connect(String token) {
        return client().token(token).connect();
    }

    /** The response to an HTTP call. A body that is not a JSON object is in the field {@code text}. */
    public record Answer(int status, JsonNode body, Map<String, List<String>> headers) {}

    public Answer call(String method, String path, @Nullable String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    json(response.body()),
                    response.headers().map());
        }
    }

    /** The status of a call to the port that is the operator's own. */
    public int callManagement(String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    /** A token of that user, valid for an hour. */
    public static String token(String userId) {
        return token(
                Map.of("sub", userId, "exp", Instant.now().plusSeconds(3600).getEpochSecond()));
    }

    /** A token with these claims. */
    public static String token(Map<String, Object> claims) {
        return token(new Payload(claims));
    }

    /** A token whose payload is this text. */
    public static String tokenOf(String claims) {
        return token(new Payload(claims));
    }

    private static String token(Payload claims) {
        try {
            JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a statement, to change rows as the projector does or to break them. */
    public void sql(String statement, @Nullable Object... values) throws SQLException {
        try (Connection connection = DriverManager.getConnection(backend.database());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.executeUpdate();
        }
    }

    private static JsonNode json(String text) {
        return text.startsWith("{")
                ? ChatJson.mapper().readTree(text)
                : ChatJson.mapper().createObjectNode().put("text", text);
    }

    @Override
    public void close() {
        context.close();
    }
}
