package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static dev.chatpipeline.worker.provider.OverHttp.awaitUnchecked;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How an answer is asked for, and streams. */
interface StreamingContract extends OverHttp {

    List<String> PIECES = List.of("Grüße", " aus", " 日本", "語 ", "🙂", "👩‍👩‍👧", "\n", " \"ende\"", " \\", " ");

    /** What is its provider's own in a request. */
    void assertRequest(LoggedRequest request, JsonNode body);

    @Test
    default void streamsPiecesAsTheyAreThoughTheNetworkSplitsThemAnywhere() {
        byte[] body = answer(finishStop(), PIECES).getBytes(StandardCharsets.UTF_8);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            for (byte b : body) {
                peer.chunk(new byte[] {b});
            }
            peer.end();
        });

        assertThat(recording.completion()).isEqualTo(new Completion("stop", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
    }

    @Test
    default void asksInTheProvidersFormat() throws IOException {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "erste Fräge"),
                        new Message(Role.ASSISTANT, "answer 🙂"),
                        new Message(Role.USER, "unanswered"),
                        new Message(Role.USER, "last")));
        Recording recording =
                askWireMock(ok(answer(finishLength(), PIECES)).withChunkedDribbleDelay(7, 100), KEY, prompt);

        assertThat(recording.completion()).isEqualTo(new Completion("length", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
        LoggedRequest request = lastRequest();
        JsonNode body = JSON.readTree(request.getBodyAsString());
        assertThat(body.path("model").asText()).isEqualTo("model-1");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(request.getBodyAsString()).contains("Be brief.", "erste Fräge", "answer 🙂");
        List<JsonNode> messages = new ArrayList<>();
        body.path("messages").forEach(messages::add);
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .filteredOn(role -> !role.equals("system"))
                .containsExactly("user", "assistant", "user");
        assertThat(messages.getLast().toString()).contains("unanswered\\n\\nlast");
        assertThat(request.getHeaders().getHeader("Upgrade").isPresent()).isFalse();
        assertRequest(request, body);
    }

    @Test
    default void sendsNoKeyWhereNoneIsConfigured() {
        Recording recording = askWireMock(ok(answer(finishStop(), PIECES)), null, prompt("hello"));

        recording.completion();
        LoggedRequest request = lastRequest();
        assertThat(request.getHeaders().keys()).doesNotContain("Authorization", "x-api-key");
    }

    @Test
    default void aCharacterSplitOverTwoPiecesStaysOne() {
        String smile = "🙂";
        String first = piece("a" + smile.charAt(0)).replace("a" + smile.charAt(0), "a\\ud83d");
        String second = piece(smile.charAt(1) + "b").replace(smile.charAt(1) + "b", "\\ude42b");
        String lone = piece("c").replace("c\"", "c\\ud83d\"");
        Recording recording = askWireMock(ok(head() + first + second + lone + end(finishStop())));

        recording.completion();
        assertThat(recording.texts()).containsExactly("a", "🙂b", "c", "?");
    }

    @Test
    default void anAnswerIsCompleteThoughTheServerKeepsTheConnectionOpen() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(answer(finishStop(), PIECES));
            peer.awaitDisconnect();
            gone.countDown();
        });

        assertThat(recording.completion()).isEqualTo(new Completion("stop", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
        // In the end the client hangs up.
        awaitUnchecked(gone);
    }
}
