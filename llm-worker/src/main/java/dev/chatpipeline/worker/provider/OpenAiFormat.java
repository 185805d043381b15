package dev.chatpipeline.worker.provider;

import tools.jackson.databind.JsonNode;

/** The chat completions of OpenAI, vLLM, TGI, llama.cpp, and of routers and gateways before others' models. */
final class OpenAiFormat implements AnswerFormat {

    @Override
    public void read(JsonNode object, AnswerParts parts) throws UnreadableException {
        if (!object.has("choices") && !object.has("usage")) {
            return;
        }
        parts.recognized();
        JsonNode choice = object.path("choices").path(0);
        // A server that does not stream sends the whole message.
        JsonNode message = choice.path(choice.has("delta") ? "delta" : "message");
        parts.text(message.path("content"));
        parts.text(message.path("refusal"));
        parts.toolCall(message.path("tool_calls"));
        parts.toolCall(message.path("function_call"));
        parts.reason(choice.path("finish_reason"));
        JsonNode usage = object.path("usage");
        parts.usage(usage.path("prompt_tokens"), usage.path("completion_tokens"));
    }
}
