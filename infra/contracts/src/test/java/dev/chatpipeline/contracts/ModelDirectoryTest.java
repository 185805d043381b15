package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ModelDirectory.Choice;
import dev.chatpipeline.contracts.ModelDirectory.Entry;
import dev.chatpipeline.contracts.ModelDirectory.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelDirectoryTest {

    private static final Model SIMULATION = new Model(ModelProvider.SIMULATED, "simulated");
    private static final Model LLAMA = new Model(ModelProvider.OLLAMA, "llama3.2");

    @Test
    void withoutConfigurationTheSimulationAnswersEverywhere() {
        ModelDirectory directory = new ModelDirectory(Map.of());
        assertThat(directory.of("any")).isEqualTo(SIMULATION);
        assertThat(directory.entries()).containsExactly(new Entry(SIMULATION, List.of("default")));
        assertThat(directory.entries().getFirst().isDefault()).isTrue();
        assertThat(directory.entries().getFirst().model().isSimulated()).isTrue();
    }

    @Test
    void aWorkspaceWithoutAProviderHasTheDefaultModel() {
        ModelDirectory directory = new ModelDirectory(Map.of(
                "default", new Choice(ModelProvider.OLLAMA, null),
                "law", new Choice(null, " "),
                "tax", new Choice(ModelProvider.OLLAMA, "qwen3")));
        assertThat(directory.of("law")).isEqualTo(LLAMA);
        assertThat(directory.of("tax").name()).isEqualTo("qwen3");
        assertThat(directory.of("unheard-of")).isEqualTo(LLAMA);
        assertThat(directory.entries())
                .extracting(Object::toString)
                .containsExactly(
                        "Model ollama/llama3.2 answers in workspaces [default, law] and every other",
                        "Model ollama/qwen3 answers in workspaces [tax]");
    }

    @Test
    void aModelNeedsItsProvider() {
        assertThatThrownBy(() -> new Choice(null, "gpt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("provider: absent (expected: the provider of model gpt)");
    }
}
