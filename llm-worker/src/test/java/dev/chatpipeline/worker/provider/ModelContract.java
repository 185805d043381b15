package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.generation.Prompt.Role.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link StreamingModel} promises its listener, for every model. */
abstract class ModelContract {

    private final List<Recording> recordings = new ArrayList<>();

    abstract StreamingModel model();

    /** A message that is answered with five pieces or more. */
    abstract String answered();

    /** A message whose answer fails after two pieces. */
    abstract String brokenOff();

    /** A message that gets no first piece within a minute. */
    abstract String unanswered();

    /** Whether the answer may still call its listener. */
    abstract boolean running(Call call);

    @AfterEach
    void everyListenerWasTreatedRight() {
        recordings.forEach(Recording::assertKept);
    }

    /** Of an answer that is held to the listener's contract after the test. */
    public final Recording recording(IntConsumer onPiece) {
        Recording recording = new Recording(onPiece);
        recordings.add(recording);
        return recording;
    }

    final Recording ask(String message) {
        Recording recording = recording(piece -> {});
        model().ask(prompt(message), recording);
        return recording;
    }

    static Prompt prompt(String message) {
        return new Prompt("", List.of(new Message(USER, message)));
    }

    @Test
    void manyAnswersAtOnceEachEndOnce() {
        List<Recording> all =
                IntStream.range(0, 50).mapToObj(i -> ask(answered())).toList();

        assertThat(all).allSatisfy(recording -> {
            assertThat(recording.completion().finishReason()).isEqualTo("stop");
            assertThat(recording.texts()).hasSizeGreaterThanOrEqualTo(5);
        });
    }

    @Test
    void aFailureComesOnceAndKeepsWhatCameBefore() {
        Recording recording = ask(brokenOff());

        assertThat(recording.failure().message()).isNotBlank();
        assertThat(recording.texts()).hasSize(2);
    }

    @Test
    void closedFromItsListenerItIsSilentAtOnce() {
        CompletableFuture<Call> call = new CompletableFuture<>();
        Recording recording = recording(piece -> {
            if (piece == 2) {
                call.join().close();
            }
        });
        call.complete(model().ask(prompt(answered()), recording));

        await().until(() -> recording.texts().size() == 2 && !running(call.join()));
        assertThat(recording.texts()).hasSize(2);
        assertThat(recording.ended()).isFalse();
    }

    @Test
    void closedBeforeTheFirstPieceItNeverSpeaks() {
        Recording recording = recording(piece -> {});
        Call call = model().ask(prompt(unanswered()), recording);

        call.close();
        call.close();
        await().until(() -> !running(call));
        assertThat(recording.texts()).isEmpty();
        assertThat(recording.ended()).isFalse();
    }

    @Test
    void closedFromOutsideAtAnyMomentItKeepsItsPromises() {
        List<Call> calls = IntStream.range(0, 50)
                .mapToObj(i -> {
                    CompletableFuture<Call> call = new CompletableFuture<>();
                    Recording recording = recording(piece -> {
                        if (piece == 1 + i % 5) {
                            Thread.ofVirtual().start(() -> call.join().close());
                        }
                    });
                    call.complete(model().ask(prompt(answered()), recording));
                    return call.join();
                })
                .toList();

        await().until(() -> calls.stream().noneMatch(this::running));
    }

    @Test
    void closingAfterTheEndDoesNothing() {
        Recording recording = recording(piece -> {});
        Call call = model().ask(prompt(answered()), recording);

        recording.completion();
        call.close();
        await().until(() -> !running(call));
    }
}
