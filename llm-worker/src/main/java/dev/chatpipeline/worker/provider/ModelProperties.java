package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelDirectory;
import dev.chatpipeline.contracts.ModelDirectory.Choice;
import dev.chatpipeline.contracts.ModelProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model answers in which workspace, and where the model servers are.
 *
 * @param workspaces by workspace id; the one named {@value ModelDirectory#DEFAULT_WORKSPACE} serves every id not listed
 * @param providers  by provider; what is absent has that provider's public address and no key
 */
@ConfigurationProperties("chat")
public record ModelProperties(
        @DefaultValue Map<String, Workspace> workspaces,
        @DefaultValue Map<ModelProvider, Server> providers) {

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
     * @param baseUrl        where the API begins; absent: the provider's own
     * @param apiKey         sent as that API wants it; absent: none is sent
     * @param connectTimeout bound on opening a connection; how long an answer may pause is the worker's bound
     */
    public record Server(
            @Nullable String baseUrl,
            @Nullable String apiKey,
            @DefaultValue("10s") Duration connectTimeout) {

        /** What stands where nothing is configured. */
        static final Server UNCONFIGURED = new Server(null, null, Duration.ofSeconds(10));

        private static final Pattern URL = Pattern.compile("https?://[^\\s/@?#]+(/[^\\s?#]*)?");
        private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");

        public Server {
            baseUrl = ModelProperties.orAbsent(baseUrl);
            apiKey = ModelProperties.orAbsent(apiKey);
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
            return "Server[baseUrl=" + baseUrl + ", apiKey=" + (apiKey == null ? "absent" : "***") + ", connectTimeout="
                    + connectTimeout + "]";
        }
    }
}
