package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers are known to write. */
class FailuresTest {

    private final Failures failures = new Failures(new StreamingModel.Info(ModelProvider.OPENAI, "gpt-9"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "400 | CONTEXT_TOO_LONG | {'error':{'code':'context_length_exceeded'}}",
                "400 | CONTEXT_TOO_LONG | This model's maximum context length is 4096 tokens. However, you requested 5000",
                "400 | CONTEXT_TOO_LONG | input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
                "400 | CONTEXT_TOO_LONG | the request exceeds the available context size. try increasing it",
                "413 | CONTEXT_TOO_LONG | {'type':'error','error':{'type':'request_too_large'}}",
                "422 | CONTEXT_TOO_LONG | `inputs` tokens + `max_new_tokens` must be <= 4096",
                "400 | CONTENT_FILTERED | {'error':{'code':'content_filter','innererror':{}}}",
                "400 | CONTENT_FILTERED | {'error':{'code':'content_policy_violation'}}",
                "400 | PROVIDER_BAD_RESPONSE | Unsupported value: 'temperature' does not support 0.5 with this model.",
                "422 | PROVIDER_BAD_RESPONSE | `max_new_tokens` must be strictly positive",
                "404 | PROVIDER_BAD_RESPONSE | The model `gpt-9` does not exist or you do not have access to it.",
                "402 | PROVIDER_BAD_RESPONSE | You have exceeded your monthly included credits",
                "401 | PROVIDER_AUTH | Incorrect API key provided",
                "403 | PROVIDER_AUTH | context length",
                "429 | PROVIDER_RATE_LIMITED | You exceeded your current quota",
                "503 | PROVIDER_UNAVAILABLE | Model is currently loading"
            })
    void aStatusAndItsBodyHaveACode(int status, FailureCode code, String body) {
        assertThat(failures.ofStatus(status, body).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "PROVIDER_UNAVAILABLE | {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
                "PROVIDER_UNAVAILABLE | {'error':'llama runner process has terminated: signal: killed'}",
                "PROVIDER_RATE_LIMITED | {'type':'error','error':{'type':'rate_limit_error','message':'…'}}",
                "PROVIDER_AUTH | {'type':'error','error':{'type':'authentication_error','message':'invalid x-api-key'}}",
                "CONTEXT_TOO_LONG | {'error':{'message':'Requested tokens exceed context window of 2048'}}",
                "CONTENT_FILTERED | {'error':{'code':'content_filter'}}"
            })
    void anErrorInsideTheStreamHasACode(FailureCode code, String data) {
        assertThat(failures.ofErrorEvent(data).code()).isEqualTo(code);
    }
}
