package dev.chatpipeline.contracts;

import java.util.Locale;

/** The kinds of model server that a workspace can name, each with its defaults. */
public enum ModelProvider {
    OPENAI("https://api.openai.com/v1", "gpt-5-mini"),
    ANTHROPIC("https://api.anthropic.com/v1", "claude-sonnet-4-5"),
    /** The OpenAI-compatible router, or any TGI or vLLM endpoint. */
    HUGGINGFACE("https://router.huggingface.co/v1", "meta-llama/Llama-3.1-8B-Instruct"),
    OLLAMA("http://localhost:11434", "llama3.2"),
    /** Deterministic text without a model; says in its answer that it is a simulation. */
    SIMULATED("", "simulated");

    private final String defaultBaseUrl;
    private final String defaultModel;

    ModelProvider(String defaultBaseUrl, String defaultModel) {
        this.defaultBaseUrl = defaultBaseUrl;
        this.defaultModel = defaultModel;
    }

    /** The name in configuration and on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String defaultBaseUrl() {
        return defaultBaseUrl;
    }

    public String defaultModel() {
        return defaultModel;
    }
}
