package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiModelTest extends HttpModelContract {

    @Override
    public ModelProvider provider() {
        return ModelProvider.OPENAI;
    }

    private static String chunk(String choices, String usage) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1750000000,"
                + "\"model\":\"model-1\",\"choices\":" + choices + ",\"usage\":" + usage + "}\n\n";
    }

    private static String choice(String delta, String finishReason) {
        return chunk(
                "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]",
                "null");
    }

    @Override
    public String head() {
        return choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
    }

    @Override
    public String piece(String text) {
        return choice("{\"content\":" + quoted(text) + "}", "null");
    }

    @Override
    public String end(String finishReason) {
        return choice("{}", quoted(finishReason))
                + chunk("[]", "{\"prompt_tokens\":11,\"completion_tokens\":22,\"total_tokens\":33}")
                + "data: [DONE]\n\n";
    }

    @Override
    public String errorEvent() {
        return "data: {\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\",\"code\":null}}\n\n";
    }

    @Override
    public Map.Entry<Integer, String> tooLong() {
        return Map.entry(
                400,
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}");
    }

    @Override
    public void assertRequest(LoggedRequest request, JsonNode body) {
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.has("max_completion_tokens")).isFalse();
    }

    @Test
    void aFilteredAnswerIsAFailureThatKeepsItsText() {
        Recording recording = askWireMock(ok(head() + piece("half") + end("content_filter")));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.CONTENT_FILTERED);
        assertThat(recording.texts()).containsExactly("half");
    }

    @Test
    void anImitatorsNameForTheEndIsOneToo() {
        Recording recording = askWireMock(ok(head() + piece("all") + end("eos_token")));

        assertThat(recording.completion()).isEqualTo(new Completion("stop", 11, 22));
    }

    @Test
    void withoutUsageAndDoneAFinishReasonIsEnough() {
        Recording recording = askWireMock(ok(piece("all") + choice("{}", "\"stop\"")));

        assertThat(recording.completion()).isEqualTo(new Completion("stop", null, null));
    }

    @Test
    void anErrorEventOfThatNameIsOneToo() {
        Recording recording = askWireMock(ok(piece("half")
                + "event: error\ndata: {\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}\n\n"));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_RATE_LIMITED);
    }
}
