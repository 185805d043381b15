package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.contracts.FailureCode.CONTENT_FILTERED;
import static dev.chatpipeline.contracts.FailureCode.CONTEXT_TOO_LONG;
import static dev.chatpipeline.contracts.FailureCode.INTERNAL;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_AUTH;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_BAD_RESPONSE;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_RATE_LIMITED;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_STALLED;
import static dev.chatpipeline.contracts.FailureCode.PROVIDER_UNAVAILABLE;
import static dev.chatpipeline.contracts.FailureCode.STREAM_CUT;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can go wrong with a model server, in words for the person who asked. The words are fixed: what the server itself
 * wrote may hold keys and account names, so it goes to the log alone.
 */
final class Failures {

    /** How OpenAI, Anthropic, vLLM, TGI, llama.cpp and Ollama say that a prompt is too long. */
    private static final Pattern TOO_LONG =
            anyOf("context[ _-]?(length|size|window|limit)|maximum context|prompt is too long|request_too_large"
                    + "|input is too long|tokens`? \\+ `?max_new_tokens");

    private static final Pattern FILTERED = anyOf("content_filter|content_policy|ResponsibleAIPolicy");
    private static final Pattern RATE_LIMITED = anyOf("rate[ _]limit|too many requests|insufficient_quota");
    private static final Pattern AUTH = anyOf("authentication_error|permission_error|invalid_api_key");
    private static final Pattern NO_MODEL = anyOf("model[^.]{0,200}(not found|not exist|not_found)|not_found_error");

    /** What does not pass by waiting, though its status says so. */
    private static final Pattern LASTING = anyOf("insufficient_quota|billing|credit balance");

    /** Where an error inside a stream gives an HTTP status: OpenAI's imitators, OpenRouter, TGI. */
    private static final Pattern STATUS =
            Pattern.compile("\"(?:code|status|http_status_code|status_code)\"\\s*:\\s*\"?([45]\\d\\d)\\b");

    private static final int UNKNOWN_STATUS = 500;

    private final String provider;
    private final String model;

    Failures(StreamingModel.Info info) {
        this.provider = info.provider().wire();
        this.model = info.model();
    }

    private static Pattern anyOf(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** An HTTP response that is no success. */
    Failure ofStatus(int status, String body) {
        return classify(status, body, provider + " answered HTTP " + status);
    }

    /** An error where the next piece was expected, after the server had said 200. */
    Failure ofErrorEvent(String words) {
        Matcher status = STATUS.matcher(words);
        return classify(
                status.find() ? Integer.parseInt(status.group(1)) : UNKNOWN_STATUS,
                words,
                provider + " broke the answer off");
    }

    private Failure classify(int status, String words, String whatItDid) {
        boolean unknown = status == UNKNOWN_STATUS;
        if (status == 401 || status == 403 || unknown && AUTH.matcher(words).find()) {
            return failure(PROVIDER_AUTH, whatItDid + ": the configured key is missing or not accepted.");
        }
        if (status == 429 || unknown && RATE_LIMITED.matcher(words).find()) {
            return failure(PROVIDER_RATE_LIMITED, whatItDid + ": too many requests, or no quota left.");
        }
        if (status == 413
                || (status < 500 || unknown) && TOO_LONG.matcher(words).find()) {
            return failure(CONTEXT_TOO_LONG, "The conversation is longer than the model's context.");
        }
        if ((status < 500 || unknown) && FILTERED.matcher(words).find()) {
            return filtered();
        }
        if (status >= 500 || status == 408 || status == 425) {
            return failure(PROVIDER_UNAVAILABLE, whatItDid + ": it cannot answer at the moment.");
        }
        if (NO_MODEL.matcher(words).find()) {
            return failure(PROVIDER_BAD_RESPONSE, whatItDid + ": it has no model " + model + ".");
        }
        if (status == 404 || status == 405) {
            return failure(
                    PROVIDER_BAD_RESPONSE,
                    whatItDid + ": model " + model + " is not there, or base-url is not where the API begins.");
        }
        return failure(PROVIDER_BAD_RESPONSE, whatItDid + ": it does not take this request.");
    }

    /** Whether asking again is of no use, whatever the status says. */
    static boolean isLasting(String words) {
        return LASTING.matcher(words).find();
    }

    /** @param host where the server sends the request */
    Failure redirected(int status, String host) {
        return failure(
                PROVIDER_BAD_RESPONSE,
                provider + " answered HTTP " + status + ": it sends requests on to " + host
                        + ", which base-url does not name.");
    }

    Failure unreachable() {
        return failure(PROVIDER_UNAVAILABLE, provider + " cannot be reached.");
    }

    /** @param why what is wrong with the TLS connection */
    Failure untrusted(String why) {
        return failure(PROVIDER_UNAVAILABLE, provider + " cannot be reached: " + why + ".");
    }

    Failure busy(int connections) {
        return failure(
                PROVIDER_UNAVAILABLE,
                "All " + connections + " connections to " + provider + " have been in use for too long.");
    }

    Failure cut() {
        return failure(STREAM_CUT, "The connection to " + provider + " ended in the middle of the answer.");
    }

    Failure stalled(Duration silence) {
        return failure(PROVIDER_STALLED, provider + " sent nothing for " + silence.toSeconds() + " s.");
    }

    Failure filtered() {
        return failure(CONTENT_FILTERED, "The content filter of " + provider + " stopped the answer.");
    }

    Failure empty(String finishReason) {
        return failure(
                PROVIDER_BAD_RESPONSE,
                provider + " ended the answer without any text (finish reason: " + finishReason + ").");
    }

    Failure toolCall() {
        return failure(PROVIDER_BAD_RESPONSE, provider + " called a tool, and there are none here.");
    }

    Failure brokenOff() {
        return failure(PROVIDER_UNAVAILABLE, provider + " broke the answer off: it cannot answer at the moment.");
    }

    Failure unknownEnd() {
        return failure(PROVIDER_BAD_RESPONSE, provider + " ended the answer without saying that it is whole.");
    }

    Failure unreadable() {
        return failure(PROVIDER_BAD_RESPONSE, provider + " answered something that cannot be read.");
    }

    Failure internal() {
        return failure(INTERNAL, "The request to " + provider + " could not be made.");
    }

    static Failure notTaken() {
        return failure(INTERNAL, "The answer could not be passed on.");
    }

    private static Failure failure(FailureCode code, String message) {
        return new Failure(code, message);
    }
}
