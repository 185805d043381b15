package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A model that asks servers of a provider's wire format, and what came of it. */
interface OverHttp extends WireFormat {

    String KEY = "sk-very-secret-0123456789";
    ObjectMapper JSON = new ObjectMapper();

    /** @param settings of the server, by their names in the configuration */
    StreamingModel model(String baseUrl, @Nullable String key, Map<String, String> settings);

    default StreamingModel model(String baseUrl, @Nullable String key) {
        return model(baseUrl, key, Map.of());
    }

    Recording recording(IntConsumer onPiece);

    /** Closes it after the test. */
    <T extends AutoCloseable> T closing(T resource);

    /** What a server that responds so is answered with. */
    Recording askWireMock(ResponseDefinitionBuilder response, @Nullable String key, Prompt prompt);

    /** The last that {@link #askWireMock} led to. */
    LoggedRequest lastRequest();

    default Recording askWireMock(ResponseDefinitionBuilder response) {
        return askWireMock(response, KEY, prompt("hello"));
    }

    /** What a server that does that is answered with. */
    default Recording askServer(ModelServer.Script script) {
        return askServer(Map.of(), script);
    }

    default Recording askServer(Map<String, String> settings, ModelServer.Script script) {
        ModelServer scripted = closing(new ModelServer(script));
        Recording recording = recording(piece -> {});
        model(scripted.url(), KEY, settings).ask(prompt("hello"), recording);
        return recording;
    }

    static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
