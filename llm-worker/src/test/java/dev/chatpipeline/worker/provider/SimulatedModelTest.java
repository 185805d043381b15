package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.generation.Prompt.Role.ASSISTANT;
import static dev.chatpipeline.worker.generation.Prompt.Role.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.generation.StreamingModel.Info;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedModelTest extends ModelContract {

    private static final String FAST = " rate=100000 ttft=0";

    private final SimulatedModel model = new SimulatedModel("simulated", Duration.ofMinutes(1));

    @Override
    SimulatedModel model() {
        return model;
    }

    @Override
    String answered() {
        return "tokens=50 rate=2000 ttft=0";
    }

    @Override
    String brokenOff() {
        return "tokens=4 fail=stream_cut" + FAST;
    }

    @Override
    String unanswered() {
        return "ttft=60000";
    }

    @Override
    boolean running(Call call) {
        return ((SimulatedModel.Answer) call).running();
    }

    private Recording ask(Prompt prompt) {
        Recording recording = recording(piece -> {});
        model.ask(prompt, recording);
        return recording;
    }

    @Test
    void saysWhatItIs() {
        Recording recording = ask("Hallo Welt" + FAST);

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
        assertThat(recording.text()).startsWith("Simulation: no model was asked. You said: Hallo Welt");
        assertThat(model.info()).isEqualTo(new Info(ModelProvider.SIMULATED, "simulated"));
    }

    @Test
    void evenTheShortestAnswerSaysSo() {
        Recording recording = ask("tokens=1" + FAST);

        assertThat(recording.completion().outputTokens()).isEqualTo(1);
        assertThat(recording.texts()).containsExactly("Simulation");
    }

    @Test
    void samePromptSamePieces() {
        Prompt prompt = new Prompt("Be brief.", List.of(new Message(USER, "tokens=500" + FAST)));
        Recording first = ask(prompt);
        Recording second = ask(prompt);
        Recording other = ask(new Prompt("Be long.", prompt.messages()));

        assertThat(first.completion()).isEqualTo(second.completion());
        assertThat(other.completion().outputTokens()).isEqualTo(500);
        assertThat(first.texts()).hasSize(500).isEqualTo(second.texts()).isNotEqualTo(other.texts());
    }

    @Property(tries = 200)
    void everyPieceIsUnicodeOfItsOwn(@ForAll String message) {
        Recording recording = ask(message + " tokens=60" + FAST);

        recording.completion();
        assertThat(recording.texts())
                .hasSize(60)
                .allSatisfy(
                        piece -> assertThat(new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                                .isEqualTo(piece));
    }

    @Test
    void speaksMoreThanAscii() {
        Recording recording = ask("tokens=2000" + FAST);

        recording.completion();
        assertThat(recording.text()).contains("Grüße", "日本語", "🙂", "👩‍👩‍👧");
    }

    @Test
    void recallsTheUserMessagesOfThePrompt() {
        Recording recording = ask(new Prompt(
                "",
                List.of(
                        new Message(USER, "my name is Ada"),
                        new Message(ASSISTANT, "noted"),
                        new Message(USER, "and  I like logs"),
                        new Message(ASSISTANT, "fine"),
                        new Message(USER, "recall" + FAST))));

        assertThat(recording.completion())
                .isEqualTo(new Completion(
                        "stop", 5 + 2 + 6 + 2 + 9, recording.texts().size()));
        assertThat(recording.text()).isEqualTo("Simulation: you said before:\n- my name is Ada\n- and I like logs");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {
                "PROVIDER_AUTH",
                "PROVIDER_RATE_LIMITED",
                "PROVIDER_UNAVAILABLE",
                "PROVIDER_BAD_RESPONSE",
                "STREAM_CUT",
                "CONTEXT_TOO_LONG",
                "CONTENT_FILTERED",
                "ANSWER_TOO_LONG"
            })
    void failsOnCommandAndKeepsWhatCameBefore(FailureCode code) {
        Recording recording = ask("tokens=9 after=3 fail=" + code.wire() + FAST);

        assertThat(recording.failure().code()).isEqualTo(code);
        assertThat(recording.texts()).containsExactly("Simulation", ":", " no");
    }

    @Test
    void anUnknownFailureIsSaid() {
        Failure failure = ask("fail=internal" + FAST).failure();

        assertThat(failure.code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(failure.message()).startsWith("fail: internal (expected: one of [provider_auth, ");
    }

    @Test
    void aStallIsSilentUntilItIsClosed() throws InterruptedException {
        CountDownLatch half = new CountDownLatch(2);
        Recording recording = recording(piece -> half.countDown());
        Call call = model.ask(
                new Prompt("", List.of(new Message(USER, "tokens=4 fail=provider_stalled" + FAST))), recording);

        half.await();
        call.close();
        call.close();
        assertThat(recording.ended()).isFalse();
        assertThat(recording.texts()).hasSize(2);
    }

    @Test
    void aStallFailsByItselfWhenItHasLastedTooLong() {
        Recording recording = recording(piece -> {});
        new SimulatedModel("simulated", Duration.ofMillis(1))
                .ask(ModelContract.prompt("tokens=4 fail=provider_stalled" + FAST), recording);

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_STALLED);
        assertThat(recording.texts()).hasSize(2);
    }

    @Test
    void keepsItsPace() {
        long start = System.nanoTime();
        Recording recording = ask("tokens=21 rate=100 ttft=50");

        recording.completion();
        // Never early; how late it is depends on the machine.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(250_000_000L);
    }

    @Test
    void thousandsAnswerAtOnce() {
        List<Recording> recordings = IntStream.range(0, 3000)
                .mapToObj(i -> ask("number " + i + " tokens=20 rate=100 ttft=" + i % 100))
                .toList();

        assertThat(recordings).allSatisfy(recording -> {
            assertThat(recording.completion().outputTokens()).isEqualTo(20);
            assertThat(recording.texts()).hasSize(20);
        });
    }
}
