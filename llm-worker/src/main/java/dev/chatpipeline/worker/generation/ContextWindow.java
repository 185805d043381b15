package dev.chatpipeline.worker.generation;

import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts a conversation to a model's context window: the latest whole messages within a number of tokens. */
public final class ContextWindow {

    /** Tokens that a chat template adds to each message, for role and separators. */
    static final int TOKENS_PER_MESSAGE = 4;

    private ContextWindow() {}

    /**
     * Fits a conversation into a prompt. The instruction and the last message are always included; if they are too long, the
     * model will report it. Of the messages before, it includes as many of the latest as fit, beginning with a user's.
     *
     * @param path   the conversation, oldest first; the last message is the user's
     * @param tokens size of the prompt, not counting what is reserved for the answer
     */
    public static Prompt fit(String system, List<Message> path, int tokens, ToIntFunction<String> estimator) {
        int last = path.size() - 1;
        if (last < 0 || path.get(last).role() != Role.USER) {
            throw new IllegalArgumentException("path: does not end with a user message (expected: one to answer)");
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
