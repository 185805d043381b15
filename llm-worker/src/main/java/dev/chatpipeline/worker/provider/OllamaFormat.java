package dev.chatpipeline.worker.provider;

import tools.jackson.databind.JsonNode;

/** Ollama's own chat. */
final class OllamaFormat implements AnswerFormat {

    @Override
    public void read(JsonNode object, AnswerParts parts) throws UnreadableException {
        if (!object.has("message") && !object.has("done")) {
            return;
        }
        parts.recognized();
        JsonNode message = object.path("message");
        parts.text(message.path("content"));
        parts.toolCall(message.path("tool_calls"));
        parts.reason(object.path("done_reason"));
        parts.usage(object.path("prompt_eval_count"), object.path("eval_count"));
        if (object.path("done").asBoolean(false)) {
            parts.end();
        }
    }
}
