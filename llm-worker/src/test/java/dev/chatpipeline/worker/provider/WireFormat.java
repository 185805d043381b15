package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.chatpipeline.contracts.ModelProvider;
import java.util.List;
import java.util.Map;

/** What a provider's server writes; unless said otherwise, as OpenAI's API has it. */
interface WireFormat {

    ModelProvider provider();

    /** Where under the base URL requests go. */
    default String path() {
        return "/chat/completions";
    }

    default String contentType() {
        return "text/event-stream";
    }

    /** Everything before the first piece, empty where there is nothing. */
    String head();

    String piece(String text);

    /** Everything after the last piece, with 11 input and 22 output tokens. */
    String end(String finishReason);

    /** An error in the place of a piece. */
    String errorEvent();

    /** The body of the response to a prompt that is too long, with the status that comes with it. */
    Map.Entry<Integer, String> tooLong();

    default String finishStop() {
        return "stop";
    }

    default String finishLength() {
        return "length";
    }

    default String answer(String finishReason, List<String> pieces) {
        StringBuilder body = new StringBuilder(head());
        pieces.forEach(piece -> body.append(piece(piece)));
        return body.append(end(finishReason)).toString();
    }

    /** An empty chunk would be the end. */
    default String headOrBlank() {
        return head().isEmpty() ? "\n" : head();
    }

    default ResponseDefinitionBuilder ok(String body) {
        return aResponse().withHeader("Content-Type", contentType()).withBody(body);
    }
}
