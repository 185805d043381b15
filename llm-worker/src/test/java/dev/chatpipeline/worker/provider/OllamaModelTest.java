package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OllamaModelTest extends HttpModelContract {

    @Override
    public ModelProvider provider() {
        return ModelProvider.OLLAMA;
    }

    @Override
    public String path() {
        return "/api/chat";
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    private static String line(String content, String rest) {
        return "{\"model\":\"model-1\",\"created_at\":\"2026-01-01T12:00:00.123456Z\","
                + "\"message\":{\"role\":\"assistant\",\"content\":" + content + "}," + rest + "}\n";
    }

    @Override
    public String head() {
        return "";
    }

    @Override
    public String piece(String text) {
        return line(quoted(text), "\"done\":false");
    }

    @Override
    public String end(String finishReason) {
        return line(
                "\"\"",
                "\"done_reason\":" + quoted(finishReason) + ",\"done\":true,\"total_duration\":181553584,"
                        + "\"load_duration\":27906292,\"prompt_eval_count\":11,\"prompt_eval_duration\":109000000,"
                        + "\"eval_count\":22,\"eval_duration\":42000000");
    }

    @Override
    public String errorEvent() {
        return "{\"error\":\"an error was encountered while running the model: CUDA error\"}\n";
    }

    @Override
    public Map.Entry<Integer, String> tooLong() {
        return Map.entry(400, "{\"error\":\"the input length exceeds the context length\"}");
    }

    @Override
    public void assertRequest(LoggedRequest request, JsonNode body) {
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.at("/options/num_ctx").asInt()).isEqualTo(4096);
        assertThat(body.at("/options").has("num_predict")).isFalse();
    }

    @Test
    void anOldServerGivesNoReason() {
        Recording recording = askWireMock(ok(piece("all") + line("\"\"", "\"done\":true")));

        assertThat(recording.completion()).isEqualTo(new Completion("other", null, null));
    }
}
