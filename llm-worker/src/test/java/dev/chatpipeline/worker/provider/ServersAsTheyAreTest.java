package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.contracts.ModelProvider.ANTHROPIC;
import static dev.chatpipeline.contracts.ModelProvider.HUGGINGFACE;
import static dev.chatpipeline.contracts.ModelProvider.OLLAMA;
import static dev.chatpipeline.contracts.ModelProvider.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.ModelDirectory.Model;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What servers in use send under status 200, as bytes on a socket, and what comes out; the table in the docs is this one. */
@ExtendWith(OutputCaptureExtension.class)
class ServersAsTheyAreTest {

    private static final Path PAGE = Path.of("../infra/docs/providers.md");

    private static final String ONE = "data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    /**
     * @param sent    the body, with {@code ⏎} for a line's end
     * @param outcome text and end, or text and code of the failure
     */
    record Row(ModelProvider provider, String what, String sent, String outcome) {

        String body() {
            return sent.replace("⏎", "\n");
        }

        @Override
        public String toString() {
            return provider.wire() + ": " + what;
        }
    }

    private static Row row(ModelProvider provider, String what, String sent, String outcome) {
        return new Row(provider, what, sent.replace("\n", "⏎"), outcome);
    }

    private static String delta(String members, String choice) {
        return "data: {\"choices\":[{\"delta\":{" + members + "}" + choice + "}]}\n\n";
    }

    private static String ended(String reason) {
        return delta("", ",\"finish_reason\":\"" + reason + "\"");
    }

    static Stream<Row> rows() {
        return Stream.of(
                row(OPENAI, "the documented stream", ONE + STOP + DONE, "one · stop"),
                row(
                        OPENAI,
                        "an error that is not the first key (OpenRouter)",
                        ONE + "data: {\"id\":\"x\",\"error\":{\"code\":502,\"message\":\"bad gateway\"},"
                                + "\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n"
                                + DONE,
                        "one · provider_unavailable"),
                row(
                        OPENAI,
                        "a rate limit inside the stream",
                        ONE + "data: {\"id\":\"x\",\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n" + DONE,
                        "one · provider_rate_limited"),
                row(
                        OPENAI,
                        "an error as a field of the stream (llama.cpp)",
                        ONE + "error: {\"code\":500,\"message\":\"failed\"}\n\n" + DONE,
                        "one · provider_unavailable"),
                row(
                        OPENAI,
                        "an error object by its kind (vLLM)",
                        ONE + "data: {\"object\":\"error\",\"message\":\"failed\",\"code\":500}\n\n" + DONE,
                        "one · provider_unavailable"),
                row(
                        OPENAI,
                        "an error as a plain body",
                        "{\n  \"error\": {\"message\": \"no\", \"code\": 401}\n}\n",
                        "· provider_auth"),
                row(
                        OPENAI,
                        "the event's name after its data",
                        ONE + "data: {\"message\":\"overloaded\"}\nevent: error\n\n" + DONE,
                        "one · provider_unavailable"),
                row(OPENAI, "a web page", "<html>\n<body>Welcome</body>\n</html>\n", "· provider_bad_response"),
                row(OPENAI, "nothing", "", "· provider_bad_response"),
                row(
                        OPENAI,
                        "not streamed",
                        "{\"choices\":[{\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}",
                        "one · stop"),
                row(
                        OPENAI,
                        "two data lines in one event",
                        ONE.stripTrailing() + "\n" + delta("\"content\":\" two\"", "") + STOP + DONE,
                        "one two · stop"),
                row(
                        OPENAI,
                        "the last piece and [DONE] in one block",
                        ONE
                                + delta("\"content\":\" two\"", ",\"finish_reason\":\"stop\"")
                                        .stripTrailing() + "\n" + DONE,
                        "one two · stop"),
                row(
                        OPENAI,
                        "one object over two lines",
                        "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"one\"}}]}\n\n" + STOP + DONE,
                        "one · stop"),
                row(
                        OPENAI,
                        "an object that never closes",
                        ONE + "data: {\"choices\":[\n\n" + STOP + DONE,
                        "one · provider_bad_response"),
                row(OPENAI, "no reason, but [DONE]", ONE + DONE, "one · other"),
                row(OPENAI, "neither reason nor [DONE]", ONE, "one · stream_cut"),
                row(OPENAI, "reason error", ONE + ended("error") + DONE, "one · provider_unavailable"),
                row(OPENAI, "reason abort (vLLM)", ONE + ended("abort") + DONE, "one · provider_unavailable"),
                row(OPENAI, "an empty reason", ONE + ended("") + DONE, "one · provider_bad_response"),
                row(OPENAI, "an unknown reason", ONE + ended("whatever") + DONE, "one · provider_bad_response"),
                row(OPENAI, "reason content_filter", ONE + ended("content_filter") + DONE, "one · content_filtered"),
                row(OPENAI, "an imitator's name for the limit", ONE + ended("model_length") + DONE, "one · length"),
                row(
                        OPENAI,
                        "a refusal in a field of its own",
                        delta("\"refusal\":\"I cannot.\"", "") + STOP + DONE,
                        "I cannot. · stop"),
                row(
                        OPENAI,
                        "thoughts and text as parts (Mistral)",
                        delta(
                                        "\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"one\"}]",
                                        "")
                                + STOP
                                + DONE,
                        "one · stop"),
                row(
                        OPENAI,
                        "a tool call without text",
                        delta("\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]", "") + ended("tool_calls") + DONE,
                        "· provider_bad_response"),
                row(
                        OPENAI,
                        "a blank answer",
                        delta("\"content\":\"\\n\\n\"", "") + STOP + DONE,
                        "⏎⏎ · provider_bad_response"),
                row(
                        OPENAI,
                        "a character that cannot be stored",
                        delta("\"content\":\"a\\u0000b\"", "") + STOP + DONE,
                        "a\uFFFDb · stop"),
                row(
                        OPENAI,
                        "CRLF and comments",
                        (": hello\n\n" + ONE + STOP + DONE)
                                .replace("\n", "\r\n")
                                .replace("\r\n", "\r⏎"),
                        "one · stop"),
                row(
                        HUGGINGFACE,
                        "TGI's error",
                        ONE + "data: {\"error\":\"Request failed\",\"error_type\":\"generation\"}\n\n",
                        "one · provider_unavailable"),
                row(HUGGINGFACE, "TGI's end", ONE + ended("eos_token") + DONE, "one · stop"),
                row(
                        ANTHROPIC,
                        "events without their event: lines",
                        "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"one\"}}\n\n"
                                + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
                                + "data: {\"type\":\"message_stop\"}\n\n",
                        "one · stop"),
                row(
                        ANTHROPIC,
                        "an error known by its type only",
                        "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"one\"}}\n\n"
                                + "data: {\"type\":\"error\",\"message\":\"Overloaded\"}\n\n",
                        "one · provider_unavailable"),
                row(
                        ANTHROPIC,
                        "not streamed",
                        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"one\"}],\"stop_reason\":\"end_turn\"}",
                        "one · stop"),
                row(
                        OLLAMA,
                        "two objects in one line",
                        "{\"message\":{\"content\":\"one\"}}{\"message\":{\"content\":\" two\"}}\n"
                                + "{\"done\":true,\"done_reason\":\"stop\"}\n",
                        "one two · stop"),
                row(
                        OLLAMA,
                        "reason unload",
                        "{\"message\":{\"content\":\"one\"}}\n{\"done\":true,\"done_reason\":\"unload\"}\n",
                        "one · provider_unavailable"),
                row(
                        OLLAMA,
                        "an error inside the stream",
                        "{\"message\":{\"content\":\"one\"}}\n{\"error\":\"model runner has stopped\"}\n",
                        "one · provider_unavailable"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nothingSentIsTakenForWhatItIsNot(Row row, CapturedOutput output) throws Exception {
        Recording recording = new Recording();
        try (ModelServer server = new ModelServer(peer -> {
            peer.head(200, "text/event-stream");
            if (!row.body().isEmpty()) {
                peer.chunk(row.body());
            }
            peer.end();
        })) {
            Workspace workspace = new Workspace(row.provider(), "model-1", "", 4096, null, null);
            new Models(Map.of(row.provider(), ServerSettings.of(server.url(), null, Map.of("retries", "0"))))
                    .of(ModelSettings.of(new Model(row.provider(), "model-1"), workspace))
                    .ask(ModelContract.prompt("hello"), recording);
            await().until(recording::ended);
        }

        String outcome = recording.outcome();
        assertThat((recording.text().replace("\n", "⏎") + " · " + outcome).strip())
                .isEqualTo(row.outcome());
        if (recording.failed()) {
            assertThat(output).contains("provider.Response http://localhost");
        }
    }

    @Test
    void theTableInTheDocsIsThisOne() throws IOException {
        List<String> page = Files.readAllLines(PAGE, StandardCharsets.UTF_8);
        String table = rows().map(
                        row -> "| %s | %s | %s |".formatted(row.provider().wire(), row.what(), row.outcome()))
                .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("providers.write")) {
            String text = String.join("\n", page) + "\n";
            String head = "| --- | --- | --- |\n";
            int from = text.indexOf(head, text.indexOf("## What servers send")) + head.length();
            int to = text.indexOf("\n\n", from);
            Files.writeString(PAGE, text.substring(0, from) + table + text.substring(to));
            return;
        }
        assertThat(page).containsAll(table.lines().toList());
    }
}
