package dev.chatpipeline.worker.provider;

import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static dev.chatpipeline.worker.provider.OverHttp.awaitUnchecked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are busy, slow, silent or elsewhere. */
interface ResilienceContract extends OverHttp {

    boolean running(Call call);

    private ModelServer.Script failingFirst(int times, AtomicInteger asked, ModelServer.Script how) {
        return peer -> {
            if (asked.incrementAndGet() <= times) {
                how.answer(peer);
                return;
            }
            peer.head(200, contentType());
            peer.chunk(answer(finishStop(), List.of("one", " two")));
            peer.end();
        };
    }

    private static void refuse(ModelServer.Peer peer, int status, String headers) throws IOException {
        peer.raw("HTTP/1.1 " + status + " No\r\n" + headers + "Content-Length: 2\r\n\r\nno");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 529})
    default void aRefusalThatPassesDoesNotReachTheUser(int status) {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(failingFirst(2, asked, peer -> refuse(peer, status, "")));

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
        assertThat(recording.text()).isEqualTo("one two");
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "error event", "cut after the head"})
    default void aConnectionThatBreaksBeforeTheFirstTextDoesNotReachTheUser(String how) {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(failingFirst(1, asked, peer -> {
            switch (how) {
                case "cut" -> peer.cut();
                case "reset" -> peer.reset();
                case "error event" -> {
                    peer.head(200, contentType());
                    peer.chunk(headOrBlank() + errorEvent());
                    peer.end();
                }
                default -> {
                    peer.head(200, contentType());
                    peer.chunk(headOrBlank());
                    peer.cut();
                }
            }
        }));

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
        assertThat(asked).hasValue(2);
    }

    @Test
    default void nothingIsAskedAgainAfterTheFirstText() {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(failingFirst(1, asked, peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half"));
            peer.cut();
        }));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.STREAM_CUT);
        assertThat(asked).hasValue(1);
    }

    @Test
    default void triesAreNotEndless() {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(Map.of("retries", "2"), failingFirst(99, asked, peer -> refuse(peer, 503, "")));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 3600\r\n",
                "Retry-After: Tue, 31 Dec 2999 23:59:59 GMT\r\n",
                "x-should-retry: false\r\n"
            })
    default void aServerThatWantsNoMoreRequestsGetsNone(String header) {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(failingFirst(1, asked, peer -> refuse(peer, 429, header)));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_RATE_LIMITED);
        assertThat(asked).hasValue(1);
    }

    @Test
    default void retryAfterIsNotCutShort() {
        AtomicInteger asked = new AtomicInteger();
        long before = System.nanoTime();
        Recording recording = askServer(failingFirst(1, asked, peer -> refuse(peer, 429, "retry-after-ms: 300\r\n")));

        recording.completion();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000L);
    }

    @Test
    default void aBackOffDoesNotOutliveAStop() {
        CountDownLatch refused = new CountDownLatch(1);
        ModelServer scripted = closing(new ModelServer(peer -> {
            refuse(peer, 503, "Retry-After: 600\r\n");
            refused.countDown();
        }));
        Recording recording = recording(piece -> {});
        Call call =
                model(scripted.url(), KEY, Map.of("retry-max-backoff", "1h")).ask(prompt("hello"), recording);

        awaitUnchecked(refused);
        call.close();
        await().until(() -> !running(call));
        assertThat(recording.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the head", "before the first text", "after it"})
    default void aSilentServerIsGivenUp(String when) {
        Recording recording =
                askServer(Map.of("first-token-timeout", "50ms", "stall-timeout", "50ms", "retries", "0"), peer -> {
                    if (!when.equals("before the head")) {
                        peer.head(200, contentType());
                        peer.chunk(headOrBlank());
                    }
                    if (when.equals("after it")) {
                        peer.chunk(piece("half"));
                    }
                    peer.awaitDisconnect();
                });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_STALLED);
        assertThat(recording.texts()).hasSize(when.equals("after it") ? 1 : 0);
    }

    @Test
    default void aFirstTextThatTakesLongIsNoStall() {
        CountDownLatch asked = new CountDownLatch(1);
        Recording recording = askServer(Map.of("stall-timeout", "1ms"), peer -> {
            peer.head(200, contentType());
            peer.chunk(headOrBlank());
            asked.countDown();
            peer.pause(300);
            peer.chunk(piece("one") + end(finishStop()));
            peer.end();
        });

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
    }

    @Test
    default void lifeWithoutTextIsNoStall() {
        Recording recording = askServer(Map.of("stall-timeout", "2s"), peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("one"));
            for (int i = 0; i < 12; i++) {
                peer.pause(250);
                peer.chunk(": ping\n\n");
            }
            peer.chunk(piece(" two") + end(finishStop()));
            peer.end();
        });

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
        assertThat(recording.text()).isEqualTo("one two");
    }

    @Test
    default void aRedirectOnTheSameHostIsFollowed() {
        Recording recording = askServer(peer -> {
            if (peer.request().startsWith("POST /moved")) {
                peer.head(200, contentType());
                peer.chunk(answer(finishStop(), List.of("one")));
                peer.end();
            } else {
                refuse(peer, 307, "Location: /moved" + path() + "\r\n");
            }
        });

        assertThat(recording.completion().finishReason()).isEqualTo("stop");
    }

    @Test
    default void aRedirectToAnotherHostGetsNoKeyAndIsNamed() {
        Recording recording = askServer(peer -> refuse(peer, 302, "Location: https://evil.example/v1\r\n"));

        assertThat(recording.failure().message()).contains("evil.example");
    }

    @Test
    default void aRedirectInACircleEnds() {
        AtomicInteger asked = new AtomicInteger();
        Recording recording = askServer(peer -> {
            asked.incrementAndGet();
            refuse(peer, 307, "Location: " + path() + "\r\n");
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(asked).hasValue(4);
    }

    @Test
    default void aModelThatIsNotThereIsNamed() {
        Recording recording = askServer(peer -> refuse(peer, 404, ""));

        assertThat(recording.failure().message()).contains("model-1");
    }

    @Test
    default void whatAServerDoesNotTakeIsNotSent() {
        StringBuilder request = new StringBuilder();
        Recording recording = askServer(Map.of("omit", "stream_options,options.num_ctx,max_tokens"), peer -> {
            request.append(peer.request());
            peer.head(200, contentType());
            peer.chunk(answer(finishStop(), List.of("one")));
            peer.end();
        });

        recording.completion();
        assertThat(request.toString()).contains("model-1").doesNotContain("stream_options", "num_ctx", "max_tokens");
    }
}
