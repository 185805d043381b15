package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static dev.chatpipeline.worker.provider.OverHttp.awaitUnchecked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** What fails within the stream. */
interface BrokenStreamContract extends OverHttp {

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "end"})
    default void aStreamThatStopsInTheMiddleIsCut(String how) {
        CountDownLatch seen = new CountDownLatch(1);
        Recording recording = recording(piece -> {
            if (piece == 2) {
                seen.countDown();
            }
        });
        ModelServer scripted = closing(new ModelServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half an"));
            peer.chunk(piece(" answer"));
            switch (how) {
                case "cut" -> peer.cut();
                case "end" -> peer.end();
                default -> {
                    // A reset overtakes what was sent before it.
                    awaitUnchecked(seen);
                    peer.reset();
                }
            }
        }));
        model(scripted.url(), KEY).ask(prompt("hello"), recording);

        assertThat(recording.failure())
                .isEqualTo(new Failure(
                        FailureCode.STREAM_CUT,
                        "The connection to " + provider().wire() + " ended in the middle of the answer."));
        assertThat(recording.texts()).containsExactly("half an", " answer");
    }

    @Test
    default void aStreamCutBeforeTheFirstPieceIsNoEmptyAnswer() {
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(headOrBlank());
            peer.cut();
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.STREAM_CUT);
    }

    @Test
    default void anErrorInsideTheStreamEndsItAndKeepsWhatCameBefore() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half") + errorEvent() + piece(" more"));
            peer.awaitDisconnect();
            gone.countDown();
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(recording.texts()).containsExactly("half");
        awaitUnchecked(gone);
    }

    @Test
    default void aKeyRepeatedInsideTheStreamReachesNeitherMessageNorLog(CapturedOutput output) {
        String error = errorEvent().replaceFirst("(?<=[:,\"])([A-Z]|an )", KEY + " $1");
        Recording recording = askWireMock(ok(head() + piece("half") + error));

        assertThat(error).contains(KEY);
        assertThat(recording.failure().message()).doesNotContain(KEY);
        assertThat(output).contains("broke an answer off: ").contains("***").doesNotContain(KEY);
    }

    @Test
    default void anAnswerWithoutTextIsNoAnswer() {
        Failure failure = askWireMock(ok(answer(finishStop(), List.of()))).failure();

        assertThat(failure)
                .isEqualTo(new Failure(
                        FailureCode.PROVIDER_BAD_RESPONSE,
                        provider().wire() + " ended the answer without any text (finish reason: stop)."));
    }

    @Test
    default void somethingElseThanTheApiCannotBeRead() {
        for (String body : List.of("<html>\n<body>Welcome</body>\n</html>\n", "", "[1]", "\n\n")) {
            assertThat(askWireMock(ok(body)).failure().code()).as(body).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        }
    }

    @Test
    default void aPieceThatCannotBeReadIsNotLeftOut() {
        String broken = piece("lost").replace("lost\"", "lost");
        Recording recording = askWireMock(ok(head() + piece("half") + broken + piece(" more") + end(finishStop())));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(recording.texts()).containsExactly("half");
    }

    @Test
    default void anEndlessLineIsNotCollected() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half") + "data: \"");
            try {
                while (true) {
                    peer.chunk("x".repeat(64 << 10));
                }
            } catch (IOException e) {
                gone.countDown();
            }
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(recording.texts()).containsExactly("half");
        awaitUnchecked(gone);
    }
}
