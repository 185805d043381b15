package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker's models. Each piece of text names its call, which reveals mixed texts and identifies the prompt. */
final class SimulatedModels extends OneModel {

    /** A message that may kill the worker that asks a model about it. */
    static final String POISON = "poison";

    private static final int WEIGHT = 4;
    private static final int MAX_PIECES = 6;
    private static final int FAILS_PERCENT = 8;
    private static final int FALLS_SILENT_PERCENT = 4;
    private static final int POISONED_PERCENT = 70;
    private final String self;
    private final SimulatedFate fate;
    private final Map<String, Prompt> asked;
    private final List<Running> running = new ArrayList<>();
    private int calls;
    private boolean poisoned;

    /** @param asked receives each prompt, by the name of the call */
    SimulatedModels(String self, SimulatedFate fate, Map<String, Prompt> asked) {
        this.self = self;
        this.fate = fate;
        this.asked = asked;
    }

    /** The name of the call that produced a chunk. */
    static String callOf(String chunk) {
        return chunk.substring(0, chunk.indexOf(':'));
    }

    /** Whether a message is about to kill the worker. */
    boolean isPoisoned() {
        return poisoned;
    }

    void offer(SimulatedChoices choices) {
        for (Running call : running) {
            if (call.isDue()) {
                choices.due(WEIGHT, call::goOn);
            }
        }
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        String name = self + '#' + calls++;
        asked.put(name, prompt);
        poisoned |= prompt.messages().getLast().text().contains(POISON) && fate.strikes(POISONED_PERCENT);
        Running call = new Running(name, listener);
        running.add(call);
        return call;
    }

    private final class Running implements Call {
        private final String name;
        private final Listener listener;
        private final boolean falls = fate.strikes(FALLS_SILENT_PERCENT);
        private int left = fate.between(0, MAX_PIECES);
        private int said;
        private boolean closed;

        Running(String name, Listener listener) {
            this.name = name;
            this.listener = listener;
        }

        boolean isDue() {
            return left > 0 || !falls;
        }

        void goOn() {
            // A closed call may still deliver what was already in flight.
            if (closed && fate.random().nextBoolean()) {
                running.remove(this);
            } else if (left-- > 0) {
                listener.onText(name + ':' + said++ + ';');
            } else {
                running.remove(this);
                if (fate.percents(FAILS_PERCENT)) {
                    listener.onFailure(new Failure(FailureCode.PROVIDER_UNAVAILABLE, "The model is away."));
                } else {
                    listener.onComplete(new Completion("stop", null, said));
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
