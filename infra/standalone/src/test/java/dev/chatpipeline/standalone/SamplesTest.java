package dev.chatpipeline.standalone;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.LogReader;
import dev.chatpipeline.testkit.proxy.ProxiedConnection;
import dev.chatpipeline.testkit.proxy.TcpProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a newcomer copies from the README works as it stands there; only addresses and secrets are filled in. */
@UsesChatInfra
class SamplesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final WireMockExtension MODEL_SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @TempDir
    Path folder;

    /** The block of code that comes first after a heading. */
    private static String sample(String heading) throws IOException {
        Matcher block = Pattern.compile("(?s)\\n## " + heading + "\\n.*?\\n```\\w*\\n(.*?)```")
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).as("a sample under %s", heading).isTrue();
        return block.group(1);
    }

    @Test
    void theClientPrintsTheAnswerAndAsksOnceAlsoWhenItsConnectionIsCut() throws Exception {
        try (StandaloneProcess process = StandaloneProcess.start(folder.resolve("data"), Map.of(), "--port", "0");
                TcpProxy proxy =
                        TcpProxy.start(() -> OptionalInt.of(process.url().getPort()))) {
            Path client = Files.createDirectory(folder.resolve("client"));
            Files.createSymbolicLink(client.resolve("node_modules"), ROOT.resolve("infra/testkit/node/node_modules"));
            Files.writeString(
                    client.resolve("client.mjs"),
                    sample("A client").replace("http://localhost:8080", "http://localhost:" + proxy.port()));
            Process node = new ProcessBuilder("node", "client.mjs")
                    .directory(client.toFile())
                    .redirectErrorStream(true)
                    .start();
            try {
                int first = node.getInputStream().read();
                proxy.connections().forEach(ProxiedConnection::cut);
                String said = (char) first + new String(node.getInputStream().readAllBytes(), UTF_8);

                assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(node.exitValue()).as(said).isZero();
                Matcher end = Pattern.compile("(?s)(.+)\\n(\\d+) characters\\n").matcher(said);
                assertThat(end.matches()).as(said).isTrue();
                assertThat(end.group(1)).hasSize(Integer.parseInt(end.group(2)));
                assertThat(new LogReader(process.bootstrapServers())
                                .read(new Topics(Topics.DEFAULT_PREFIX))
                                .commands())
                        .hasSize(1);
            } finally {
                node.destroyForcibly();
            }
        }
    }

    @Test
    void theThreeJarsAnswerWithTheModelThatTheGatewayTellsOf() throws Exception {
        Assumptions.assumeTrue(
                Stream.of("gateway", "llm-worker", "history-projector").allMatch(SamplesTest::isBuilt));
        MODEL_SERVER.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"An answer\"}}]}\n\n"
                                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                                + "data: [DONE]\n\n")));
        int port = Ports.choose(0, "gateway");
        String script = sample("Your own Kafka and PostgreSQL")
                .replace("kafka:9092", ChatInfra.bootstrapServers())
                .replace("jdbc:postgresql://db:5432/chat?user=chat&password=…", ChatInfra.freshDatabase())
                .replace("CHAT_JWT_SECRET=…", "CHAT_JWT_SECRET=a-secret-of-tests-that-is-long-enough")
                .replace(
                        "CHAT_TOPICS_REPLICATION=3 CHAT_TOPICS_MINISR=2",
                        "CHAT_TOPICS_REPLICATION=1 CHAT_TOPICS_MINISR=1")
                .replace("APIKEY=…", "APIKEY=sk-test")
                .replace("/var/lib/chat", folder.resolve("projector").toString())
                .replaceAll("(?m)^java .*", "$0 >>" + folder.resolve("log") + " 2>&1 &");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script + "wait").directory(ROOT.toFile());
        Map<String, String> environment = builder.environment();
        environment.merge("PATH", Path.of(System.getProperty("java.home"), "bin") + ":", (old, java) -> java + old);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("CHAT_SECURITY_GUEST", "true");
        // The broker is shared with other tests' services.
        String prefix = ChatInfra.uniquePrefix();
        environment.put("CHAT_TOPICS_PREFIX", prefix);
        environment.put("CHAT_PROJECTOR_APPLICATIONID", prefix + "projector");
        environment.put("CHAT_PROJECTOR_SINKGROUP", prefix + "sink");
        environment.put("CHAT_PROVIDERS_OPENAI_BASEURL", MODEL_SERVER.baseUrl() + "/v1");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx256m");
        Process services = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("shell").toFile())
                .start();
        try {
            URI gateway = URI.create("http://localhost:" + port);
            awaitReady(gateway);
            try (ChatClient client = ChatClient.to(gateway).connect()) {
                JsonNode model = get(gateway.resolve("/api/models"), client.token())
                        .path("models")
                        .path(0);
                assertThat(model.path("provider").asString()).isEqualTo("openai");
                assertThat(model.path("simulated").booleanValue()).isFalse();

                Ack.Accepted asked = client.accepted(null, "Hello");
                assertThat(client.awaitEnd(asked.answerId()).text("full_response"))
                        .isEqualTo("An answer");
            }
        } finally {
            services.descendants().forEach(ProcessHandle::destroyForcibly);
            services.destroyForcibly();
        }
    }

    private static boolean isBuilt(String module) {
        try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("target"))) {
            return files.anyMatch(file -> file.toString().endsWith("-exec.jar"));
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitReady(URI gateway) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(ConnectException.class)
                    .until(() -> get(gateway.resolve("/actuator/health/readiness"), "")
                            .path("status")
                            .asString("")
                            .equals("UP"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(read("shell") + read("log"), e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static JsonNode get(URI address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return ChatJson.mapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
        }
    }
}
