package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** G6: the rows are a function of the two logs, however Kafka Streams interleaves them. */
class InterleavingTest {

    private static final int SHUFFLES = 3;

    private record Folded(
            Map<String, HistoryRecord> rows, @Nullable Position position) {}

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void everyInterleavingGivesTheSameRows(@ForAll long seed) {
        Random random = new Random(seed);
        RandomLog log = new RandomLog(random);
        Folded commandsFirst = fold(log, order(log, random, 1));
        assertThat(fold(log, order(log, random, 0))).isEqualTo(commandsFirst);
        for (int i = 0; i < SHUFFLES; i++) {
            assertThat(fold(log, order(log, random, random.nextDouble()))).isEqualTo(commandsFirst);
        }
        assertThat(commandsFirst.position()).isEqualTo(new Position(0, log.commands.size() - 1, log.events.size() - 1));
        assertRows(log, commandsFirst.rows());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void rowsAreThoseOfTheirPosition(@ForAll long seed) {
        Random random = new Random(seed);
        RandomLog log = new RandomLog(random);
        List<Boolean> order = order(log, random, random.nextDouble());
        Folded part = fold(log, order.subList(0, random.nextInt(order.size() + 1)));
        Position told = part.position();
        if (told == null) {
            assertThat(part.rows()).isEmpty();
            return;
        }
        assertThat(log.events.subList(0, (int) told.eventsOffset() + 1))
                .allMatch(said -> said.head().turn() <= told.commandsOffset());
        List<Boolean> commandsFirst = new ArrayList<>(Collections.nCopies((int) told.commandsOffset() + 1, true));
        commandsFirst.addAll(Collections.nCopies((int) told.eventsOffset() + 1, false));
        assertThat(part).isEqualTo(fold(log, commandsFirst));
    }

    private static void assertRows(RandomLog log, Map<String, HistoryRecord> rows) {
        Map<String, RandomLog.Expected> answers = new TreeMap<>();
        Map<String, String> questions = new TreeMap<>();
        rows.forEach((key, value) -> {
            if (value instanceof UserRow question) {
                questions.put(key, Objects.requireNonNullElse(question.node().parentId(), ""));
                return;
            }
            AnswerRow row = (AnswerRow) value;
            Proof proof = row.proof();
            answers.put(
                    key,
                    new RandomLog.Expected(
                            row.progress().status(),
                            row.progress().content(),
                            Objects.requireNonNullElse(row.progress().attempt(), 0),
                            proof == null ? null : proof.chunks()));
            assertThat(proof == null || proof.chunks() == null || Boolean.TRUE.equals(proof.verified()))
                    .as("the kept text is what the chunks said: %s", row)
                    .isTrue();
        });
        assertThat(answers).isEqualTo(log.answers);
        assertThat(questions).isEqualTo(log.questions);
    }

    /** A random interleaving: true for a command, false for an event. */
    private static List<Boolean> order(RandomLog log, Random random, double commandsEagerness) {
        List<Boolean> order = new ArrayList<>();
        int commands = log.commands.size();
        int events = log.events.size();
        while (commands + events > 0) {
            boolean command = events == 0 || (commands > 0 && random.nextDouble() < commandsEagerness);
            order.add(command);
            if (command) {
                commands--;
            } else {
                events--;
            }
        }
        return order;
    }

    private static Folded fold(RandomLog log, List<Boolean> order) {
        try (Folding folding = new Folding()) {
            pipe(log, order, folding);
            return new Folded(folding.rows(), folding.position());
        }
    }

    private static void pipe(RandomLog log, List<Boolean> order, Folding folding) {
        var commands = log.commands.iterator();
        var events = log.events.iterator();
        for (boolean command : order) {
            if (command) {
                folding.pipe(commands.next());
            } else {
                folding.pipe(events.next());
            }
        }
    }
}
