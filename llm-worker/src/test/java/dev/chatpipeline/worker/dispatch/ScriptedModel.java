package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Prompt;
import java.util.ArrayList;
import java.util.List;

/** A model that answers the latest call with what a test tells it. */
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

    /** Number of calls that were closed, on either side. */
    int closed() {
        return closed;
    }
}
