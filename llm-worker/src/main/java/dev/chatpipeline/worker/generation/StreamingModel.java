package dev.chatpipeline.worker.generation;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import org.jspecify.annotations.Nullable;

/** Port to a model server. There is one instance per provider and model, shared by all answers. */
public interface StreamingModel {

    Info info();

    /**
     * Asks the model and returns immediately. The listener is called on the model's threads, one call at a time. The last call
     * is either {@code onComplete} or {@code onFailure}; after the request was closed it may not come.
     */
    Call ask(Prompt prompt, Listener listener);

    /**
     * @param provider whose API is spoken
     * @param model    the provider's name for the model
     */
    record Info(ModelProvider provider, String model) {}

    /** A running request. */
    interface Call {
        /** Aborts the request and closes its connection; does nothing if it has ended. */
        void close();
    }

    /** Receives the answer as it arrives. */
    interface Listener {
        /** A piece of text as the model sent it, never empty. */
        void onText(String text);

        /** The model has finished. */
        void onComplete(Completion completion);

        /** The request failed. The text so far is a valid partial answer. */
        void onFailure(Failure failure);
    }

    /**
     * @param finishReason {@code stop}, {@code length}, {@code content_filter}, {@code tool_calls} or {@code other}
     * @param inputTokens  as the provider counts them; null if it does not say
     * @param outputTokens likewise
     */
    record Completion(
            String finishReason,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens) {}

    /**
     * @param code    the code that clients get
     * @param message for people: one sentence without secrets
     */
    record Failure(FailureCode code, String message) {}
}
