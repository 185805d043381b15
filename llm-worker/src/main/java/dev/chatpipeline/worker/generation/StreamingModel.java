package dev.chatpipeline.worker.generation;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import org.jspecify.annotations.Nullable;

/** The port to a model server: one instance per provider and model, shared by all answers. */
public interface StreamingModel {

    /** Who answers. */
    Info info();

    /**
     * Asks the model and returns at once. The listener is called from a thread of the model's, never from two at a time;
     * exactly one of {@code onComplete} and {@code onFailure} is its last call, unless the call was closed, after which
     * it may fall silent.
     */
    Call ask(Prompt prompt, Listener listener);

    /**
     * @param provider whose API is spoken
     * @param model    the provider's name for the model
     */
    record Info(ModelProvider provider, String model) {}

    /** A running request. */
    interface Call {
        /** Ends the request and its connection; does nothing when it has ended. */
        void close();
    }

    /** Takes the answer as it comes. */
    interface Listener {
        /** Text in the model's own pieces, never empty. */
        void onText(String text);

        /** The model said that it is done. */
        void onComplete(Completion completion);

        /** The request failed; what came before stays valid as a partial answer. */
        void onFailure(Failure failure);
    }

    /**
     * @param finishReason {@code stop}, {@code length}, {@code content_filter}, {@code tool_calls} or {@code other}
     * @param inputTokens  as counted by the provider, null when it does not say
     * @param outputTokens likewise
     */
    record Completion(
            String finishReason,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens) {}

    /**
     * @param code    what clients are told
     * @param message for people: one sentence, no secrets, no stack trace
     */
    record Failure(FailureCode code, String message) {}
}
