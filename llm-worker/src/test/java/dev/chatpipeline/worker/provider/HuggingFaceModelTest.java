package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.ModelProvider;
import java.util.Map;

/** As TGI writes it: no role of its own, usage in the last piece, comments to keep the connection. */
class HuggingFaceModelTest extends HttpModelContract {

    @Override
    public ModelProvider provider() {
        return ModelProvider.HUGGINGFACE;
    }

    private static String choice(String content, String finishReason, String usage) {
        return "data: {\"object\":\"chat.completion.chunk\",\"id\":\"\",\"created\":1750000000,\"model\":\"model-1\","
                + "\"system_fingerprint\":\"3.2.1-native\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                + "\"content\":" + content + "},\"logprobs\":null,\"finish_reason\":" + finishReason + "}],\"usage\":"
                + usage
                + "}\n\n";
    }

    @Override
    public String head() {
        return ":ping\n\n" + choice("\"\"", "null", "null");
    }

    @Override
    public String piece(String text) {
        return choice(quoted(text), "null", "null");
    }

    @Override
    public String end(String finishReason) {
        return choice(
                        "\"\"",
                        quoted(finishReason),
                        "{\"prompt_tokens\":11,\"completion_tokens\":22,\"total_tokens\":33}")
                + "data: [DONE]\n\n";
    }

    @Override
    public String errorEvent() {
        return "data: {\"error\":{\"message\":\"Request failed during generation\",\"http_status_code\":500}}\n\n";
    }

    @Override
    public Map.Entry<Integer, String> tooLong() {
        return Map.entry(
                422,
                "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. "
                        + "Given: 5000 `inputs` tokens and 100 `max_new_tokens`\",\"error_type\":\"validation\"}");
    }

    @Override
    public void assertRequest(LoggedRequest request, JsonNode body) {
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.has("max_tokens")).isFalse();
    }
}
