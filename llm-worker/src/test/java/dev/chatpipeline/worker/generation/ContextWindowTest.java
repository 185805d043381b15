package dev.chatpipeline.worker.generation;

import static dev.chatpipeline.worker.generation.Prompt.Role.ASSISTANT;
import static dev.chatpipeline.worker.generation.Prompt.Role.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.worker.generation.Prompt.Message;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ContextWindowTest {

    private static final int OVERHEAD = ContextWindow.TOKENS_PER_MESSAGE;

    private static Prompt fit(String system, List<Message> path, int tokens) {
        return ContextWindow.fit(system, path, tokens, String::length);
    }

    @Test
    void keepsAllThatFits() {
        List<Message> path = List.of(new Message(USER, "ab"), new Message(ASSISTANT, "cd"), new Message(USER, "ef"));

        assertThat(fit("sys", path, 9 + 4 * OVERHEAD)).isEqualTo(new Prompt("sys", path));
    }

    @Test
    void dropsTheOldestFirstAndNeverBeginsWithAnAnswer() {
        List<Message> path = List.of(new Message(USER, "ab"), new Message(ASSISTANT, "cd"), new Message(USER, "ef"));

        assertThat(fit("sys", path, 8 + 4 * OVERHEAD).messages()).containsExactly(new Message(USER, "ef"));
    }

    @Test
    void keepsInstructionAndQuestionWhateverTheirLength() {
        List<Message> path = List.of(new Message(USER, "a"), new Message(USER, "a very long question"));

        assertThat(fit("a long instruction", path, 1)).isEqualTo(new Prompt("a long instruction", path.subList(1, 2)));
    }

    @Test
    void anEmptyInstructionTakesNoRoom() {
        List<Message> path = List.of(new Message(USER, "a"), new Message(USER, "b"));

        assertThat(fit("", path, 2 + 2 * OVERHEAD).messages()).isEqualTo(path);
    }

    @Test
    void refusesAPathWithNothingToAnswer() {
        assertThatThrownBy(() -> fit("", List.of(), 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fit("", List.of(new Message(ASSISTANT, "a")), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path: does not end with a user message (expected: one to answer)");
    }

    @Property
    void isTheLongestEndOfThePathThatFits(
            @ForAll @StringLength(max = 20) String system,
            @ForAll("paths") List<Message> path,
            @ForAll @IntRange(max = 300) int tokens) {
        Prompt prompt = fit(system, path, tokens);

        List<Message> kept = prompt.messages();
        int from = path.size() - kept.size();
        assertThat(prompt.system()).isEqualTo(system);
        assertThat(kept).isNotEmpty().isEqualTo(path.subList(from, path.size()));
        assertThat(kept.getFirst().role()).isEqualTo(USER);
        if (kept.size() > 1) {
            assertThat(cost(system, kept)).isLessThanOrEqualTo(tokens);
        }
        // Any longer suffix of the path is too long, or begins with an answer.
        for (int longer = 0; longer < from; longer++) {
            List<Message> end = path.subList(longer, path.size());
            assertThat(end.getFirst().role() == ASSISTANT || cost(system, end) > tokens)
                    .isTrue();
        }
    }

    @Property
    void moreRoomNeverShowsLess(
            @ForAll("paths") List<Message> path,
            @ForAll @IntRange(max = 300) int tokens,
            @ForAll @IntRange(max = 100) int more) {
        assertThat(fit("", path, tokens + more).messages().size())
                .isGreaterThanOrEqualTo(fit("", path, tokens).messages().size());
    }

    @Property
    void noNumberOverflows(@ForAll("paths") List<Message> path, @ForAll int tokens) {
        assertThat(ContextWindow.fit("system", path, tokens, text -> Integer.MAX_VALUE)
                        .messages())
                .containsExactly(path.getLast());
    }

    private static int cost(String system, List<Message> messages) {
        int instruction = system.isEmpty() ? 0 : system.length() + OVERHEAD;
        return instruction
                + messages.stream().mapToInt(m -> m.text().length() + OVERHEAD).sum();
    }

    @Provide
    static Arbitrary<List<Message>> paths() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(30);
        Arbitrary<Message> messages =
                Combinators.combine(Arbitraries.of(Prompt.Role.class), texts).as(Message::new);
        return Combinators.combine(messages.list().ofMaxSize(12), texts).as((before, question) -> {
            before.add(new Message(USER, question));
            return List.copyOf(before);
        });
    }
}
