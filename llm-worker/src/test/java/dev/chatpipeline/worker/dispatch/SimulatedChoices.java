package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What may happen next in a simulation, weighted by likelihood. */
final class SimulatedChoices {

    private record Choice(int weight, Runnable action) {}

    private final List<Choice> choices = new ArrayList<>();
    private int total;
    private boolean anythingDue;

    /** Something that must happen sooner or later. */
    void due(int weight, Runnable action) {
        anythingDue = true;
        may(weight, action);
    }

    /** Something that may never happen. */
    void may(int weight, Runnable action) {
        choices.add(new Choice(weight, action));
        total += weight;
    }

    boolean isAnythingDue() {
        return anythingDue;
    }

    void doOne(Random random) {
        int drawn = random.nextInt(total);
        for (Choice choice : choices) {
            drawn -= choice.weight();
            if (drawn < 0) {
                choice.action().run();
                return;
            }
        }
    }
}
