package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelDirectory;
import dev.chatpipeline.contracts.ModelDirectory.Choice;
import dev.chatpipeline.contracts.ModelProvider;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which model answers in which workspace, and where the model servers are.
 *
 * @param workspaces by workspace id; the one named {@value ModelDirectory#DEFAULT_WORKSPACE} serves every id not listed
 * @param providers  by provider; what is absent has that provider's public address and no key
 */
@Validated
@ConfigurationProperties("chat")
public record ModelProperties(
        @DefaultValue Map<String, Workspace> workspaces,
        @DefaultValue Map<ModelProvider, @Valid Server> providers) {

    public ModelProperties {
        workspaces = Map.copyOf(workspaces);
        providers = Map.copyOf(providers);
    }

    ModelDirectory directory() {
        Map<String, Choice> choices = new HashMap<>();
        workspaces.forEach((id, workspace) -> choices.put(id, new Choice(workspace.provider(), workspace.model())));
        return new ModelDirectory(choices);
    }

    /** Blank as left by {@code ${NAME:}} is absent. */
    private static @Nullable String orAbsent(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /**
     * @param provider        who answers; absent: provider and model are those of the default workspace, and that one's
     *                        are the simulation
     * @param model           the provider's name for the model; absent: the provider's default
     * @param systemPrompt    the instruction put before every conversation, empty: none
     * @param contextTokens   prompt and answer together, in tokens; older messages are left out beyond it
     * @param maxOutputTokens bound on the answer, kept free for it in the context and sent to the model; absent: 2048
     *                        are kept, and no bound is sent (save to Anthropic, which demands one), for models that
     *                        think count their thoughts
     * @param temperature     sent as it is; absent: the model's own
     */
    public record Workspace(
            @Nullable ModelProvider provider,
            @Nullable String model,
            @DefaultValue("") String systemPrompt,
            @DefaultValue("8192") int contextTokens,
            @Nullable Integer maxOutputTokens,
            @Nullable Double temperature) {

        static final int ANSWER_TOKENS = 2048;

        /** What stands where nothing is configured. */
        static final Workspace UNCONFIGURED = new Workspace(null, null, "", 8192, null, null);

        public Workspace {
            model = new Choice(provider, model).model();
            if (maxOutputTokens != null && maxOutputTokens < 1) {
                throw new IllegalArgumentException("max-output-tokens: " + maxOutputTokens + " (expected: >= 1)");
            }
            if (contextTokens <= answerTokens(maxOutputTokens)) {
                throw new IllegalArgumentException("context-tokens: " + contextTokens + " (expected: more than the "
                        + answerTokens(maxOutputTokens) + " kept for the answer)");
            }
        }

        int answerTokens() {
            return answerTokens(maxOutputTokens);
        }

        int promptTokens() {
            return contextTokens - answerTokens();
        }

        private static int answerTokens(@Nullable Integer maxOutputTokens) {
            return maxOutputTokens == null ? ANSWER_TOKENS : maxOutputTokens;
        }
    }

    /**
     * @param baseUrl           where the API begins; absent: the provider's own
     * @param apiKey            sent as that API wants it; absent: none is sent
     * @param omit              members of the request that this server does not take and that are not sent to it, such as
     *                          temperature or stream_options; those of inner objects with dots
     * @param connectTimeout    bound on opening a connection
     * @param firstTokenTimeout silence of the server before the first text of an answer, after which the answer fails;
     *                          models think and load for minutes
     * @param stallTimeout      silence of the server after the first text, counted from the last byte, after which the
     *                          answer fails
     * @param retries           how often a server that could not answer is asked again, before the first text
     * @param retryBackoff      pause before the first of these; doubles each time and is random by half
     * @param retryMaxBackoff   longest such pause; a server that asks for a longer one is not asked again
     * @param maxConnections    connections to the server at once; further answers wait for one
     */
    public record Server(
            @Nullable String baseUrl,
            @Nullable String apiKey,
            @DefaultValue List<String> omit,

            @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 10)
            Duration connectTimeout,

            @DefaultValue("5m") @DurationMin(millis = 1) @DurationMax(hours = 24)
            Duration firstTokenTimeout,

            @DefaultValue("60s") @DurationMin(millis = 1) @DurationMax(hours = 24)
            Duration stallTimeout,

            @DefaultValue("3") @Min(0) @Max(100) int retries,

            @DefaultValue("500ms") @DurationMin(millis = 1) @DurationMax(minutes = 10)
            Duration retryBackoff,

            @DefaultValue("20s") @DurationMin(millis = 1) @DurationMax(hours = 1)
            Duration retryMaxBackoff,

            @DefaultValue("256") @Min(1) @Max(1_000_000) int maxConnections) {

        private static final Pattern URL = Pattern.compile("https?://[^\\s/@?#]+(/[^\\s?#]*)?");
        private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");

        /** What stands where nothing is configured. */
        static final Server UNCONFIGURED = new Binder().bindOrCreate("unconfigured", Server.class);

        public Server {
            baseUrl = ModelProperties.orAbsent(baseUrl);
            apiKey = ModelProperties.orAbsent(apiKey);
            omit = List.copyOf(omit);
            if (baseUrl != null && !URL.matcher(baseUrl).matches()) {
                throw new IllegalArgumentException(
                        "base-url: not shown (expected: http:// or https://, host, path; no user, no query)");
            }
            if (apiKey != null && !HEADER_TEXT.matcher(apiKey).matches()) {
                throw new IllegalArgumentException("api-key: not shown (expected: visible ASCII characters only)");
            }
        }

        /** Without the key, so that it reaches no log. */
        @Override
        public String toString() {
            return "Server[baseUrl=" + baseUrl + ", apiKey=" + (apiKey == null ? "absent" : "***") + "]";
        }
    }
}
