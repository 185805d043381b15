package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HTTPS_PROXY", "http://proxy.corp:3128",
            "http_proxy", "plain.corp:8080",
            "NO_PROXY", "inside.corp, .domain.corp,*.star.corp other:8000");

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, proxy.corp:3128",
        "http://api.openai.com/v1, plain.corp:8080",
        "https://inside.corp/v1, direct",
        "https://gpu.inside.corp/v1, direct",
        "https://notinside.corp/v1, proxy.corp:3128",
        "https://a.domain.corp/v1, direct",
        "https://a.star.corp/v1, direct",
        "http://other:8000/v1, direct",
        "http://other:8001/v1, plain.corp:8080",
        "http://localhost:11434, direct",
        "http://127.0.0.1:11434, direct"
    })
    void noServerIsAskedAnotherWayThanTheEnvironmentSays(URI server, String way) {
        Proxy proxy = EnvironmentProxy.of(ENVIRONMENT).select(server).getFirst();
        String seen = proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct";

        assertThat(seen).isEqualTo(way);
    }

    @Test
    void aProxyThatCannotBeUsedIsNotPassedOver() {
        assertThatThrownBy(() -> EnvironmentProxy.of(Map.of("HTTPS_PROXY", "http://me:secret@proxy"))
                        .select(URI.create("https://api.openai.com")))
                .hasMessage("HTTPS_PROXY: not shown (expected: http://host:port, without a user)");
    }

    @Test
    void theRequestGoesThroughTheProxy() throws Exception {
        StringBuilder request = new StringBuilder();
        try (ModelServer proxy = new ModelServer(peer -> {
            request.append(peer.request());
            peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            ModelHttp http = new ModelHttp(
                    ServerSettings.of("http://model.invalid/v1", null, Map.of()),
                    EnvironmentProxy.of(Map.of("HTTP_PROXY", proxy.url())));
            HttpRequest asked = HttpRequest.builder()
                    .method(HttpMethod.POST)
                    .url("http://model.invalid/v1/chat")
                    .body("{}")
                    .build();
            http.send(asked, new Failures(new StreamingModel.Info(ModelProvider.OPENAI, "m")))
                    .close();
        }

        assertThat(request.toString()).startsWith("POST http://model.invalid/v1/chat HTTP/1.1");
    }
}
