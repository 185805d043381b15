package dev.chatpipeline.worker.provider;

import tools.jackson.databind.JsonNode;

/** Anthropic's messages. The kind of an event is in its data too, so its {@code event:} line is not needed. */
final class AnthropicFormat implements AnswerFormat {

    @Override
    public void read(JsonNode object, AnswerParts parts) throws UnreadableException {
        if (!object.has("type")) {
            return;
        }
        parts.recognized();
        switch (object.path("type").asString("")) {
            case "message_start" -> usage(object.path("message"), parts);
            case "content_block_start" -> block(object.path("content_block"), parts);
            case "content_block_delta" -> parts.text(object.path("delta").path("text"));
            case "message_delta" -> {
                parts.reason(object.path("delta").path("stop_reason"));
                usage(object, parts);
            }
            case "message_stop" -> parts.end();
            case "message" -> whole(object, parts);
            default -> {
                // Pings, ends of blocks, and kinds to come, which the API asks clients to pass over.
            }
        }
    }

    private static void block(JsonNode block, AnswerParts parts) throws UnreadableException {
        parts.text(block.path("text"));
        if (block.path("type").asString("").equals("tool_use")) {
            parts.toolCall(block);
        }
    }

    /** What a server sends that does not stream. */
    private static void whole(JsonNode message, AnswerParts parts) throws UnreadableException {
        for (JsonNode block : message.path("content")) {
            block(block, parts);
        }
        parts.reason(message.path("stop_reason"));
        usage(message, parts);
    }

    private static void usage(JsonNode holder, AnswerParts parts) {
        JsonNode usage = holder.path("usage");
        parts.usage(usage.path("input_tokens"), usage.path("output_tokens"));
    }
}
