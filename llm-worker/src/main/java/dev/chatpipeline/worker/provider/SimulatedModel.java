package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A model that is none: the same prompt gets the same pieces, at a pace the message sets with {@link Simulation}'s
 * directives. Each answer has a virtual thread, which sleeps until the next piece is due counted from the request, so
 * that lateness does not add up; pieces due within a millisecond of each other may leave
 * together.
 */
final class SimulatedModel implements StreamingModel {

    private static final long TICK_NANOS = 1_000_000;

    private final Info info;
    private final Duration stallTimeout;

    /** @param stallTimeout after which an answer that was told to stall fails */
    SimulatedModel(String model, Duration stallTimeout) {
        this.info = new Info(ModelProvider.SIMULATED, model);
        this.stallTimeout = stallTimeout;
    }

    @Override
    public Info info() {
        return info;
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        Answer answer = new Answer(prompt, new Delivery(listener));
        answer.thread.start();
        return answer;
    }

    final class Answer implements Call {

        private final Prompt prompt;
        private final Delivery delivery;
        private final long askedNanos = System.nanoTime();
        private final Thread thread = Thread.ofVirtual().name("simulated").unstarted(this::run);

        Answer(Prompt prompt, Delivery delivery) {
            this.prompt = prompt;
            this.delivery = delivery;
        }

        private void run() {
            Simulation simulation = Simulation.of(prompt.messages().getLast().text());
            SimulatedText text = SimulatedText.of(prompt, simulation);
            String fail = simulation.fail();
            int pieces = fail == null ? text.pieces() : Math.min(simulation.after(), text.pieces());
            long due = askedNanos + TimeUnit.MILLISECONDS.toNanos(simulation.ttftMillis());
            sleepUntil(due);
            for (int i = 0; i < pieces && !delivery.over(); i++) {
                sleepUntil(due + i * TimeUnit.SECONDS.toNanos(1) / simulation.rate());
                delivery.text(text.next());
            }
            if (fail == null) {
                delivery.complete(new Completion("stop", inputTokens(), pieces));
            } else {
                fail(failure(fail));
            }
        }

        private void fail(Failure failure) {
            if (failure.code() == FailureCode.PROVIDER_STALLED) {
                sleepUntil(System.nanoTime() + stallTimeout.toNanos());
            }
            delivery.fail(failure);
        }

        private int inputTokens() {
            return prompt.messages().stream()
                    .mapToInt(message -> TokenEstimator.estimate(message.text()))
                    .sum();
        }

        private void sleepUntil(long due) {
            for (long wait = due - System.nanoTime(); wait > 0 && !delivery.over(); wait = due - System.nanoTime()) {
                LockSupport.parkNanos(this, Math.max(wait, TICK_NANOS));
            }
        }

        boolean running() {
            return thread.isAlive();
        }

        @Override
        public void close() {
            delivery.close();
            LockSupport.unpark(thread);
        }
    }

    private static Failure failure(String wire) {
        FailureCode code = modelCode(wire);
        return code != null
                ? new Failure(code, "The simulation was told to fail with " + wire + ".")
                : new Failure(
                        FailureCode.PROVIDER_BAD_RESPONSE,
                        "fail: " + wire + " (expected: one of " + modelCodes() + ")");
    }

    private static @Nullable FailureCode modelCode(String wire) {
        return modelCodes().contains(wire) ? FailureCode.of(wire) : null;
    }

    private static List<String> modelCodes() {
        return Arrays.stream(FailureCode.values())
                .filter(code -> code.kind() == FailureCode.Kind.LLM_ERROR)
                .map(FailureCode::wire)
                .toList();
    }
}
