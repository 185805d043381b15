package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static dev.chatpipeline.worker.provider.OverHttp.awaitUnchecked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the connection. */
interface ConnectionContract extends OverHttp {

    /** One whose server answers {@link #answered()} and counts its {@link #connections()}. */
    StreamingModel model();

    String answered();

    int connections();

    boolean running(Call call);

    @Test
    default void answersInARowShareAConnection() {
        for (int i = 0; i < 3; i++) {
            Recording recording = recording(piece -> {});
            Call call = model().ask(prompt(answered()), recording);
            recording.completion();
            await().until(() -> !running(call));
        }

        assertThat(connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the response", "before the first piece", "in the middle"})
    default void closingEndsTheConnection(String when) {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = recording(piece -> ready.countDown());
        ModelServer scripted = closing(new ModelServer(peer -> {
            if (!when.equals("before the response")) {
                peer.head(200, contentType());
                peer.chunk(headOrBlank());
            }
            if (when.equals("in the middle")) {
                peer.chunk(piece("one"));
            } else {
                ready.countDown();
            }
            peer.awaitDisconnect();
            gone.countDown();
        }));
        Call call = model(scripted.url(), KEY).ask(prompt("hello"), recording);

        awaitUnchecked(ready);
        call.close();
        awaitUnchecked(gone);
        await().until(() -> !running(call));
        assertThat(recording.texts()).hasSize(when.equals("in the middle") ? 1 : 0);
        assertThat(recording.ended()).isFalse();
    }

    @Test
    default void aListenerThatFailsEndsTheAnswer() {
        Recording recording = recording(piece -> {
            if (piece == 2) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        model().ask(prompt(answered()), recording);

        assertThat(recording.failure().code()).isEqualTo(FailureCode.INTERNAL);
    }
}
