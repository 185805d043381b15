package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows before a position reflect exactly the commands and events up to it. */
class PositionTest {

    private static final Chat ANN = new Chat("s1");
    private static final Chat BOB = new Chat("s2");

    /** The index is the offset. Contains a rejection in another session, a deletion and a reused id. */
    private final List<ChatCommand> commands =
            List.of(ANN.appends("m1"), BOB.under("nowhere", "m1"), ANN.delete(), ANN.appends("m1"));

    private final Turn first = ANN.turn(0, "m1");
    private final Turn refused = BOB.turn(1, "m1");
    private final Turn again = ANN.turn(3, "m1");

    private final List<Said> events = List.of(
            first.started(1),
            refused.failed(0, FailureCode.UNKNOWN_PARENT, 0, null),
            first.started(2),
            first.complete(2, 0, ""),
            again.introduced(),
            again.started(1));

    private final Map<Position, Map<String, HistoryRecord>> rowsAt = new HashMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isExactInEveryInterleaving(boolean restarting) {
        List<List<Boolean>> orders = orders(commands.size(), events.size());
        assertThat(orders).hasSize(210);
        orders.forEach(order -> follow(order, restarting));
    }

    @Test
    void movesOnAlthoughEventsAreAlwaysALittleAhead() {
        RestartedFold fold = new RestartedFold();
        fold.fold(0, ANN.turn(0, "m0").introduced());
        assertThat(fold.position()).isNull();
        for (int turn = 0; turn < 100; turn++) {
            fold.fold(turn + 1, ANN.turn(turn + 1, "m" + (turn + 1)).introduced());
            fold.fold(turn, ANN.appends("m" + turn));
            assertThat(fold.position()).isEqualTo(new Position(0, turn, turn));
        }
    }

    private void follow(List<Boolean> order, boolean restarting) {
        RestartedFold fold = new RestartedFold();
        int command = 0;
        int event = 0;
        for (boolean takesCommand : order) {
            if (takesCommand) {
                fold.fold(command, commands.get(command));
                command++;
            } else {
                fold.fold(event, events.get(event));
                event++;
            }
            if (restarting) {
                fold.restart();
            }
            Position told = fold.position();
            if (told == null) {
                // Nothing has been folded: there are only pending events, which wait for the first command.
                assertThat(command).isZero();
                continue;
            }
            assertThat(told).as("%s", order).isEqualTo(new Position(0, command - 1, lastDue(command, event)));
            assertThat(fold.rows()).as("%s", order).isEqualTo(rowsAt.computeIfAbsent(told, this::inOrder));
        }
    }

    /** The last of these events before the first that belongs to a later command. */
    private long lastDue(int commandCount, int eventCount) {
        int due = 0;
        while (due < eventCount && events.get(due).head().turn() < commandCount) {
            due++;
        }
        return due - 1;
    }

    private Map<String, HistoryRecord> inOrder(Position until) {
        RestartedFold fold = new RestartedFold();
        for (int i = 0; i <= until.commandsOffset(); i++) {
            fold.fold(i, commands.get(i));
        }
        for (int i = 0; i <= until.eventsOffset(); i++) {
            fold.fold(i, events.get(i));
        }
        return fold.rows();
    }

    /** Every order in which the two logs can be read: true for a command, false for an event. */
    private static List<List<Boolean>> orders(int commands, int events) {
        if (commands == 0 && events == 0) {
            return List.of(List.of());
        }
        List<List<Boolean>> all = new ArrayList<>();
        if (commands > 0) {
            orders(commands - 1, events).forEach(rest -> all.add(prepend(true, rest)));
        }
        if (events > 0) {
            orders(commands, events - 1).forEach(rest -> all.add(prepend(false, rest)));
        }
        return all;
    }

    private static List<Boolean> prepend(boolean first, List<Boolean> rest) {
        List<Boolean> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
