package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Prompt;
import java.util.ArrayList;
import java.util.List;

/** A model that says what a test tells it to say, to whoever asked last. */
final class ScriptedModel extends OneModel {

    final List<Prompt> asked = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private int closed;

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        asked.add(prompt);
        listeners.add(listener);
        return () -> closed++;
    }

    void says(String text) {
        listeners.getLast().onText(text);
    }

    void completes() {
        listeners.getLast().onComplete(new Completion("stop", null, null));
    }

    /** Calls that were closed, by whomever. */
    int closed() {
        return closed;
    }
}
