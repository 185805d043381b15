package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What the simulation says: a function of the prompt alone, beginning with the word "Simulation". */
final class SimulatedText {

    /** One to four bytes per character, and characters that are several code points. */
    private static final String[] WORDS = {
        " the",
        " log",
        " keeps",
        " every",
        " token",
        " in",
        " order,",
        " and",
        " nobody",
        " waits",
        " twice.",
        " Grüße",
        " aus",
        " Köln,",
        " naïve",
        " façade,",
        " Ελλάδα",
        " Привет",
        " 日本語",
        "です。",
        " שלום",
        " 🙂",
        " 🚀",
        " 👩‍👩‍👧",
        " 🇪🇺",
        " e\u0301",
        "\n",
        "\n- ",
        " `code`",
        " \"quoted\"",
        " \\ back",
        " <b>&amp;</b>"
    };

    private static final int QUOTED_WORDS = 12;
    private static final int QUOTED_CHARS = 200;

    private final List<String> opening;
    private final SplittableRandom random;
    private final int pieces;
    private int next;

    private SimulatedText(List<String> opening, long seed, int pieces) {
        this.opening = opening;
        this.random = new SplittableRandom(seed);
        this.pieces = pieces;
    }

    static SimulatedText of(Prompt prompt, Simulation simulation) {
        List<Message> messages = prompt.messages();
        String question = messages.getLast().text();
        if (simulation.recall()) {
            List<String> recalled = recall(messages);
            return new SimulatedText(recalled, 0, recalled.size());
        }
        List<String> opening =
                new ArrayList<>(List.of("Simulation", ":", " no", " model", " was", " asked.", " You", " said:"));
        opening.addAll(words(question.substring(0, Math.min(question.length(), QUOTED_CHARS)), QUOTED_WORDS));
        return new SimulatedText(opening, seed(prompt), simulation.tokens());
    }

    private static List<String> recall(List<Message> messages) {
        List<String> pieces = new ArrayList<>(List.of("Simulation", ":", " you", " said", " before:"));
        for (Message message : messages.subList(0, messages.size() - 1)) {
            if (message.role() == Role.USER) {
                pieces.add("\n-");
                pieces.addAll(words(message.text(), Integer.MAX_VALUE));
            }
        }
        return pieces;
    }

    /** Each with the space before it; what is no Unicode (half a surrogate pair) has become a question mark. */
    private static List<String> words(String text, int limit) {
        String unicode = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return Arrays.stream(unicode.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(limit)
                .map(word -> " " + word)
                .toList();
    }

    private static long seed(Prompt prompt) {
        long seed = prompt.system().hashCode();
        for (Message message : prompt.messages()) {
            seed = 31 * seed + message.text().hashCode();
        }
        return seed;
    }

    int pieces() {
        return pieces;
    }

    String next() {
        int i = next++;
        return i < opening.size() ? opening.get(i) : WORDS[random.nextInt(WORDS.length)];
    }
}
