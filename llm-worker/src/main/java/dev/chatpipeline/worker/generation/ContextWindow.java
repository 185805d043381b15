package dev.chatpipeline.worker.generation;

import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.List;
import java.util.function.ToIntFunction;

/** How much of a conversation a model gets to see: the end of it, in whole messages, within a number of tokens. */
public final class ContextWindow {

    /** What a chat template puts around each message: role and separators. */
    static final int TOKENS_PER_MESSAGE = 4;

    private ContextWindow() {}

    /**
     * The instruction and the last message always, be they too long or not: then the model says so itself. Before the
     * last message as many of the latest ones as fit, beginning with a user's.
     *
     * @param path   the conversation, oldest first; the last one is the user's
     * @param tokens room for the prompt, that for the answer taken off
     */
    public static Prompt fit(String system, List<Message> path, int tokens, ToIntFunction<String> estimator) {
        int last = path.size() - 1;
        if (last < 0 || path.get(last).role() != Role.USER) {
            throw new IllegalArgumentException("path: ends with no user's message (expected: one to answer)");
        }
        long room = (long) tokens - (system.isEmpty() ? 0 : cost(system, estimator));
        room -= cost(path.get(last).text(), estimator);
        int from = last;
        while (from > 0) {
            room -= cost(path.get(from - 1).text(), estimator);
            if (room < 0) {
                break;
            }
            from--;
        }
        while (path.get(from).role() == Role.ASSISTANT) {
            from++;
        }
        return new Prompt(system, path.subList(from, path.size()));
    }

    private static long cost(String text, ToIntFunction<String> estimator) {
        return (long) estimator.applyAsInt(text) + TOKENS_PER_MESSAGE;
    }
}
