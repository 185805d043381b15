package dev.chatpipeline.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.model.Records.Event;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** To run more schedules: {@code -Dmodel.schedules=100000}. To run others: {@code -Dmodel.seed=7}. */
class ProtocolModelTest {

    private static final long SEED = Long.getLong("model.seed", 1) * 1_000_000_007L;
    private static final int SCHEDULES = Integer.getInteger("model.schedules", 3_000);

    @Test
    void everyScheduleKeepsTheGuarantees() {
        int takeovers = 0;
        int earlyEnds = 0;
        int ignored = 0;
        for (int i = 0; i < SCHEDULES; i++) {
            World world = schedule(i, EnumSet.noneOf(Mutation.class));
            assertThat(Verdict.of(world)).as("schedule %d", i).isNull();
            takeovers += count(world, head -> head.type() == EventType.CHAT_STARTED && head.attempt() > 1);
            earlyEnds += count(world, head -> head.type().isEnd() && head.attempt() == 0);
            ignored += world.events.size() - Verdict.counting(world);
        }
        // Schedules in which nothing goes wrong prove nothing.
        assertThat(takeovers).isGreaterThan(SCHEDULES / 2);
        assertThat(earlyEnds).isGreaterThan(SCHEDULES / 2);
        assertThat(ignored).isGreaterThan(SCHEDULES / 2);
    }

    @ParameterizedTest
    @EnumSource
    void aRuleLeftOutIsMissed(Mutation mutation) {
        assertThat(IntStream.range(0, SCHEDULES))
                .as("some schedule breaks without the rule against %s", mutation)
                .anyMatch(i -> Verdict.of(schedule(i, EnumSet.of(mutation))) != null);
    }

    @Test
    void aScheduleIsDecidedByItsSeed() {
        World once = schedule(5, EnumSet.noneOf(Mutation.class));
        World again = schedule(5, EnumSet.noneOf(Mutation.class));
        assertThat(again.events).isEqualTo(once.events).isNotEmpty();
    }

    private static World schedule(int number, Set<Mutation> leftOut) {
        World world = new World(SEED + number, leftOut);
        world.run();
        return world;
    }

    private static int count(World world, Predicate<EventHead> which) {
        return (int) world.events.stream().map(Event::head).filter(which).count();
    }
}
