package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.generation.Prompt.Role.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ModelDirectory.Entry;
import dev.chatpipeline.contracts.ModelDirectory.Model;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.StreamingModel.Info;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.BeansException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ModelCatalogTest {

    private static final Info SIMULATED = new Info(ModelProvider.SIMULATED, "simulated");

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(ProviderConfiguration.class);

    private void with(Consumer<ModelCatalog> test, String... properties) {
        context.withPropertyValues(properties).run(started -> test.accept(started.getBean(ModelCatalog.class)));
    }

    private void refuses(String message, String... properties) {
        context.withPropertyValues(properties)
                .run(started -> assertThat(started).getFailure().hasStackTraceContaining(message));
    }

    @Test
    void isSimulatedWhereNothingIsConfigured() {
        with(catalog -> {
            assertThat(catalog.forWorkspace("any").info()).isEqualTo(SIMULATED);
            assertThat(catalog.directory().entries())
                    .containsExactly(new Entry(new Model(ModelProvider.SIMULATED, "simulated"), List.of("default")));
        });
    }

    @Test
    void eachWorkspaceHasItsModelAndOthersTheDefault() {
        with(
                catalog -> {
                    assertThat(catalog.forWorkspace("law").info())
                            .isEqualTo(new Info(ModelProvider.SIMULATED, "solon"));
                    assertThat(catalog.forWorkspace("default").info())
                            .isEqualTo(new Info(ModelProvider.SIMULATED, "main"));
                    assertThat(catalog.forWorkspace("unheard-of")).isSameAs(catalog.forWorkspace("default"));
                    assertThat(catalog.directory().entries())
                            .extracting(entry -> entry.model().name())
                            .containsExactly("main", "solon");
                },
                "chat.workspaces.default.provider=simulated",
                "chat.workspaces.default.model=main",
                "chat.workspaces.law.provider=simulated",
                "chat.workspaces.law.model=solon");
    }

    @Test
    void aWorkspaceThatNamesNoProviderSharesTheDefaultModel() {
        with(
                catalog -> {
                    assertThat(catalog.forWorkspace("law")).isSameAs(catalog.forWorkspace("default"));
                    assertThat(catalog.directory().entries())
                            .extracting(Entry::workspaces)
                            .containsExactly(List.of("default", "law"));
                    assertThat(catalog.prompt("law", question("hi")).system()).isEqualTo("Cite the law.");
                    assertThat(catalog.prompt("default", question("hi")).system())
                            .isEmpty();
                },
                "chat.workspaces.default.provider=simulated",
                "chat.workspaces.default.model=main",
                "chat.workspaces.law.system-prompt=Cite the law.");
    }

    @Test
    void keepsRoomForTheAnswerInTheContext() {
        List<Message> path = List.of(new Message(USER, "a".repeat(30)), new Message(USER, "b"));
        with(
                catalog -> assertThat(catalog.prompt("any", path)).isEqualTo(new Prompt("", path)),
                "chat.workspaces.default.context-tokens=119",
                "chat.workspaces.default.max-output-tokens=100");
        with(
                catalog -> assertThat(catalog.prompt("any", path)).isEqualTo(new Prompt("", path.subList(1, 2))),
                "chat.workspaces.default.context-tokens=118",
                "chat.workspaces.default.max-output-tokens=100");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        refuses(
                "context-tokens: 2048 (expected: more than the 2048 kept for the answer)",
                "chat.workspaces.law.context-tokens=2048");
        refuses("max-output-tokens: 0 (expected: >= 1)", "chat.workspaces.law.max-output-tokens=0");
        refuses(
                "base-url: not shown (expected: http:// or https://, host, path; no user, no query)",
                "chat.providers.ollama.base-url=localhost:11434");
        refuses("provider: absent (expected: the provider of model gpt)", "chat.workspaces.law.model=gpt");
    }

    @Test
    void anUnknownProviderIsOneClearStartUpError(CapturedOutput output) {
        refuses("No enum constant", "chat.workspaces.law.provider=oracle");
        refuses("No enum constant", "chat.providers.oracle.base-url=http://localhost");

        assertThatThrownBy(() -> new SpringApplicationBuilder(ProviderConfiguration.class)
                        .web(WebApplicationType.NONE)
                        .run("--chat.workspaces.law.provider=oracle"))
                .isInstanceOf(BeansException.class);
        assertThat(output)
                .contains("Property: chat.workspaces.law.provider")
                .contains("Value: \"oracle\"")
                .contains("ANTHROPIC")
                .contains("SIMULATED");
    }

    @Test
    void blankIsAbsent() {
        with(
                catalog -> assertThat(catalog.forWorkspace("any").info()).isEqualTo(SIMULATED),
                "chat.workspaces.default.provider=simulated",
                "chat.workspaces.default.model=");
        assertThat(ServerSettings.of(" ", " key\n", Map.of())).isEqualTo(ServerSettings.of("", "key", Map.of()));
    }

    @Test
    void aKeyNoHeaderCanCarryIsRefusedUnseen(CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ProviderConfiguration.class)
                        .web(WebApplicationType.NONE)
                        .run("--chat.providers.openai.api-key=sk-sec\u00e4ret"))
                .isInstanceOf(BeansException.class);
        assertThat(output)
                .contains("api-key: not shown (expected: visible ASCII characters only)")
                .doesNotContain("sk-sec");
    }

    @Test
    void aKeyReachesNoLog() {
        assertThat(ServerSettings.of("http://localhost", "sk-secret", Map.of()).toString())
                .isEqualTo("Server[baseUrl=http://localhost, apiKey=***]");
    }

    private static List<Message> question(String text) {
        return List.of(new Message(USER, text));
    }
}
