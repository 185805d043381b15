package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.ModelDirectory.Model;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What every model behind HTTP does, in its provider's own wire format. */
@ExtendWith(OutputCaptureExtension.class)
abstract class HttpModelContract extends ModelContract
        implements StreamingContract, RefusalContract, BrokenStreamContract, ConnectionContract, ResilienceContract {

    private static final WireMockServer WIRE_MOCK = new WireMockServer(options().dynamicPort());

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private @Nullable StreamingModel model;
    private @Nullable ModelServer server;

    @BeforeAll
    static void startWireMock() {
        WIRE_MOCK.start();
    }

    @AfterAll
    static void stopWireMock() {
        WIRE_MOCK.stop();
    }

    @Override
    public StreamingModel model() {
        if (model == null) {
            server = closing(new ModelServer(this::script));
            model = model(server.url(), KEY);
        }
        return model;
    }

    @Override
    public int connections() {
        return Objects.requireNonNull(server, "model() was not asked").connections();
    }

    private void script(ModelServer.Peer peer) throws IOException {
        if (peer.request().contains(unanswered())) {
            peer.awaitDisconnect();
            return;
        }
        peer.head(200, contentType());
        peer.chunk(head() + piece("one"));
        peer.chunk(piece(" two"));
        if (peer.request().contains(brokenOff())) {
            peer.cut();
            return;
        }
        peer.chunk(piece(" three") + piece(" four"));
        peer.chunk(piece(" five") + end(finishStop()));
        peer.end();
    }

    @Override
    public String answered() {
        return "please answer";
    }

    @Override
    String brokenOff() {
        return "please break off";
    }

    @Override
    String unanswered() {
        return "please keep me waiting";
    }

    @Override
    public boolean running(Call call) {
        return ((HttpModel.Answer) call).running();
    }

    @Override
    public final StreamingModel model(String baseUrl, @Nullable String key, Map<String, String> settings) {
        Workspace workspace = new Workspace(provider(), "model-1", "", 4096, null, null);
        return new Models(Map.of(provider(), ServerSettings.of(baseUrl, key, settings)))
                .of(ModelSettings.of(new Model(provider(), "model-1"), workspace));
    }

    @Override
    public final <T extends AutoCloseable> T closing(T resource) {
        toClose.add(resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : toClose) {
            resource.close();
        }
    }

    @Override
    public final Recording askWireMock(ResponseDefinitionBuilder response, @Nullable String key, Prompt prompt) {
        WIRE_MOCK.resetAll();
        WIRE_MOCK.stubFor(post(urlPathEqualTo(path())).willReturn(response));
        Recording recording = recording(piece -> {});
        model(WIRE_MOCK.baseUrl(), key).ask(prompt, recording);
        return recording;
    }

    @Override
    public final LoggedRequest lastRequest() {
        return WIRE_MOCK.getAllServeEvents().getFirst().getRequest();
    }

    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }
}
