package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A model that is none: the same prompt gets the same pieces, at a pace the message sets with {@link Simulation}'s
 * directives. Each answer has a virtual thread, which sleeps until the next piece is due counted from the request, so
 * that lateness does not add up; pieces due within {@value #TICK_MICROS} µs of each other leave together.
 */
final class SimulatedModel implements StreamingModel {

    private static final int TICK_MICROS = 1000;

    private final Info info;

    SimulatedModel(String model) {
        this.info = new Info(ModelProvider.SIMULATED, model);
    }

    @Override
    public Info info() {
        return info;
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        Answer answer = new Answer(prompt, listener);
        answer.thread.start();
        return answer;
    }

    static final class Answer implements Call {

        private final Prompt prompt;
        private final Listener listener;
        private final long askedNanos = System.nanoTime();
        private final Thread thread = Thread.ofVirtual().name("simulated").unstarted(this::run);
        private volatile boolean closed;

        Answer(Prompt prompt, Listener listener) {
            this.prompt = prompt;
            this.listener = listener;
        }

        private void run() {
            Simulation simulation = Simulation.of(prompt.messages().getLast().text());
            SimulatedText text = SimulatedText.of(prompt, simulation);
            int last = simulation.fail() == null ? text.pieces() : Math.min(simulation.after(), text.pieces());
            long firstDue = askedNanos + TimeUnit.MILLISECONDS.toNanos(simulation.ttftMillis());
            for (int i = 0; i < last; i++) {
                sleepUntil(firstDue + i * TimeUnit.SECONDS.toNanos(1) / simulation.rate());
                if (closed) {
                    return;
                }
                listener.onText(text.next());
            }
            if (simulation.fail() == null) {
                complete(text.pieces());
            } else {
                sleepUntil(firstDue);
                fail(simulation.fail());
            }
        }

        private void complete(int pieces) {
            if (!closed) {
                listener.onComplete(new Completion("stop", inputTokens(), pieces));
            }
        }

        private void fail(String wire) {
            Failure failure = failure(wire);
            while (failure.code() == FailureCode.PROVIDER_STALLED && !closed) {
                LockSupport.park(this);
            }
            if (!closed) {
                listener.onFailure(failure);
            }
        }

        private int inputTokens() {
            return prompt.messages().stream()
                    .mapToInt(message -> TokenEstimator.estimate(message.text()))
                    .sum();
        }

        private void sleepUntil(long due) {
            for (long wait = due - System.nanoTime(); wait > 0 && !closed; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(this, Math.max(wait, TimeUnit.MICROSECONDS.toNanos(TICK_MICROS)));
            }
        }

        boolean running() {
            return thread.isAlive();
        }

        @Override
        public void close() {
            closed = true;
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
