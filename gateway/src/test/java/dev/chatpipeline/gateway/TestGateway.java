package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway on a port of its own, in front of topics and a database that only its tests use. */
public final class TestGateway implements AutoCloseable {

    public static final String SECRET = "a-secret-of-tests-that-is-long-enough-for-hs256";
    public static final int PARTITIONS = 3;

    private final ConfigurableApplicationContext context;
    private final Backend backend;

    /** Topics and tables, which several gateways may share. */
    public record Backend(Topics topics, String database) {

        public static Backend fresh() {
            return new Backend(new Topics(ChatInfra.uniquePrefix()), ChatInfra.freshDatabase());
        }
    }

    private TestGateway(ConfigurableApplicationContext context, Backend backend) {
        this.context = context;
        this.backend = backend;
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
        arguments.addAll(List.of(properties));
        return new TestGateway(GatewayApplication.builder().run(arguments.toArray(String[]::new)), backend);
    }

    public Backend backend() {
        return backend;
    }

    public Topics topics() {
        return backend.topics();
    }

    public String url() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** An HTTP call; the answer's body is its JSON. */
    public record Answer(int status, JSONObject body, Map<String, List<String>> headers) {}

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

    private static JSONObject json(String text) {
        try {
            return text.startsWith("{") ? new JSONObject(text) : new JSONObject(Map.of("text", text));
        } catch (JSONException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
