package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What has been read of an answer so far, besides its text, which is delivered as it comes. */
final class AnswerParts {

    private final Delivery delivery;
    private @Nullable String reason;
    private boolean ended;
    private boolean anything;
    private boolean toolCalled;
    private @Nullable Integer inputTokens;
    private @Nullable Integer outputTokens;

    AnswerParts(Delivery delivery) {
        this.delivery = delivery;
    }

    /** Takes text as a string, or as parts of a content array, of which those with thoughts have none. */
    void text(JsonNode content) throws UnreadableException {
        if (content.isString()) {
            delivery.text(content.stringValue());
        } else if (content.isArray()) {
            for (JsonNode part : content) {
                text(part.path("text"));
            }
        } else if (!content.isMissingNode() && !content.isNull()) {
            throw new UnreadableException("text that is a " + content.getNodeType());
        }
    }

    /** The object was one of this API's. */
    void recognized() {
        anything = true;
    }

    /** Why the answer ends, if the server says so here. */
    void reason(JsonNode said) {
        if (said.isString()) {
            reason = said.stringValue();
        }
    }

    /** The server said that nothing more is to come. */
    void end() {
        ended = true;
    }

    void toolCall(JsonNode calls) {
        toolCalled |= !calls.isEmpty();
    }

    /** Tokens as counted by the server, where it says so; zero is the number of some that do not count. */
    void usage(JsonNode input, JsonNode output) {
        inputTokens = input.asInt(0) > 0 ? Integer.valueOf(input.asInt(0)) : inputTokens;
        outputTokens = output.asInt(0) > 0 ? Integer.valueOf(output.asInt(0)) : outputTokens;
    }

    /** Whether a reason for the end was given; usage may still follow. */
    boolean hasReason() {
        return reason != null && !reason.isBlank();
    }

    @Nullable
    String reason() {
        return reason;
    }

    boolean ended() {
        return ended;
    }

    boolean anything() {
        return anything;
    }

    boolean toolCalled() {
        return toolCalled;
    }

    @Nullable
    Integer inputTokens() {
        return inputTokens;
    }

    @Nullable
    Integer outputTokens() {
        return outputTokens;
    }
}
