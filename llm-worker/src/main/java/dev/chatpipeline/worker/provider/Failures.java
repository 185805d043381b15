package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.contracts.FailureCode.CONTENT_FILTERED;
import static dev.chatpipeline.contracts.FailureCode.CONTEXT_TOO_LONG;
import static dev.chatpipeline.contracts.FailureCode.INTERNAL;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_AUTH;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_BAD_RESPONSE;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_RATE_LIMITED;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_UNAVAILABLE;
import static dev.chatpipeline.contracts.FailureCode.STREAM_CUT;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.util.regex.Pattern;

/**
 * What can go wrong with a model server, in words for the person who asked. They are fixed: what the server itself wrote
 * may hold keys and account names, so it goes to the log alone.
 */
final class Failures {

    /** How OpenAI, Anthropic, vLLM, TGI, llama.cpp and Ollama say that a prompt is too long. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context[ _-]?(length|size|window|limit)|maximum context|prompt is too long|request_too_large"
                    + "|input is too long|tokens`? \\+ `?max_new_tokens",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FILTERED =
            Pattern.compile("content_filter|content_policy|ResponsibleAIPolicy", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATE_LIMITED =
            Pattern.compile("rate[ _]limit|too many requests|insufficient_quota", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTH =
            Pattern.compile("authentication_error|permission_error|invalid_api_key", Pattern.CASE_INSENSITIVE);

    private final String provider;

    Failures(ModelProvider provider) {
        this.provider = provider.wire();
    }

    /** An HTTP response that is no success. */
    Failure ofStatus(int status, String body) {
        if (status == 401 || status == 403) {
            return status(PROVIDER_AUTH, status, "the configured key is missing or not accepted");
        }
        if (status == 429) {
            return status(PROVIDER_RATE_LIMITED, status, "too many requests, or no quota left");
        }
        if (status >= 500) {
            return status(PROVIDER_UNAVAILABLE, status, "it cannot answer at the moment");
        }
        if (status == 413 || TOO_LONG.matcher(body).find()) {
            return tooLong();
        }
        if (FILTERED.matcher(body).find()) {
            return filtered();
        }
        return status(PROVIDER_BAD_RESPONSE, status, "it does not take this request");
    }

    /** An error in place of the next piece, after the server had said 200: most often its own breakdown. */
    Failure ofErrorEvent(String data) {
        if (TOO_LONG.matcher(data).find()) {
            return tooLong();
        }
        if (FILTERED.matcher(data).find()) {
            return filtered();
        }
        if (RATE_LIMITED.matcher(data).find()) {
            return failure(PROVIDER_RATE_LIMITED, provider + " broke the answer off: too many requests.");
        }
        if (AUTH.matcher(data).find()) {
            return failure(PROVIDER_AUTH, provider + " broke the answer off: the configured key is not accepted.");
        }
        return failure(PROVIDER_UNAVAILABLE, provider + " broke the answer off with an error of its own.");
    }

    Failure unreachable() {
        return failure(PROVIDER_UNAVAILABLE, provider + " cannot be reached.");
    }

    Failure cut() {
        return failure(STREAM_CUT, "The connection to " + provider + " ended in the middle of the answer.");
    }

    Failure filtered() {
        return failure(CONTENT_FILTERED, "The content filter of " + provider + " stopped the answer.");
    }

    Failure empty(String finishReason) {
        return failure(
                PROVIDER_BAD_RESPONSE,
                provider + " ended the answer without any text (finish reason: " + finishReason + ").");
    }

    Failure unreadable() {
        return failure(PROVIDER_BAD_RESPONSE, provider + " answered something that cannot be read.");
    }

    static Failure notTaken() {
        return failure(INTERNAL, "The answer could not be passed on.");
    }

    private Failure tooLong() {
        return failure(CONTEXT_TOO_LONG, "The conversation is longer than the model's context.");
    }

    private Failure status(FailureCode code, int status, String meaning) {
        return failure(code, provider + " answered HTTP " + status + ": " + meaning + ".");
    }

    private static Failure failure(FailureCode code, String message) {
        return new Failure(code, message);
    }
}
