package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicModelTest extends HttpModelContract {

    @Override
    public ModelProvider provider() {
        return ModelProvider.ANTHROPIC;
    }

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public String contentType() {
        return "text/event-stream; charset=utf-8";
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
    }

    @Override
    public String head() {
        return event(
                        "message_start",
                        ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                                + "\"model\":\"model-1\",\"stop_reason\":null,\"stop_sequence\":null,"
                                + "\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}")
                + event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
                + event("ping", "");
    }

    @Override
    public String piece(String text) {
        return event(
                "content_block_delta",
                ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + quoted(text) + "}");
    }

    @Override
    public String end(String finishReason) {
        return event("content_block_stop", ",\"index\":0")
                + event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":" + quoted(finishReason)
                                + ",\"stop_sequence\":null},\"usage\":{\"output_tokens\":22}")
                + event("message_stop", "");
    }

    @Override
    public String errorEvent() {
        return event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
    }

    @Override
    public Map.Entry<Integer, String> tooLong() {
        return Map.entry(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"prompt is too long: 200251 tokens > 199999 maximum\"}}");
    }

    @Override
    public String finishStop() {
        return "end_turn";
    }

    @Override
    public String finishLength() {
        return "max_tokens";
    }

    @Override
    public void assertRequest(LoggedRequest request, JsonNode body) {
        assertThat(request.getHeader("x-api-key")).isEqualTo(KEY);
        assertThat(request.getHeader("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(body.path("system").toString()).contains("Be brief.");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(2048);
    }

    @Test
    void aRefusalIsAFilteredAnswer() {
        Recording recording = askWireMock(ok(head() + piece("half") + end("refusal")));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.CONTENT_FILTERED);
        assertThat(recording.texts()).containsExactly("half");
    }
}
