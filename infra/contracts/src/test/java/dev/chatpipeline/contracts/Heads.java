package dev.chatpipeline.contracts;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random records as any worker might have written them, with few turns and attempts so that they collide. */
final class Heads {

    private Heads() {}

    static Arbitrary<EventHead> any() {
        return Combinators.combine(
                        Arbitraries.of(EventType.class),
                        Arbitraries.longs().between(0, 4),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.of("w1", "w2"))
                .as((type, turn, attempt, seq, by) -> new EventHead(type, turn, attempt, seq, "a" + turn, by));
    }

    static EventHead introduced(long turn) {
        return head(EventType.USER_MESSAGE, turn, 0, 0);
    }

    static EventHead queued(long turn) {
        return head(EventType.CHAT_QUEUED, turn, 0, 0);
    }

    static EventHead started(long turn, int attempt) {
        return head(EventType.CHAT_STARTED, turn, attempt, 0);
    }

    static EventHead chunk(long turn, int attempt, long seq) {
        return head(EventType.CHAT_CHUNK, turn, attempt, seq);
    }

    static EventHead heartbeat(long turn, int attempt) {
        return head(EventType.CHAT_HEARTBEAT, turn, attempt, 0);
    }

    static EventHead complete(long turn, int attempt, long chunks) {
        return head(EventType.CHAT_COMPLETE, turn, attempt, chunks);
    }

    static EventHead cancelled(long turn, int attempt) {
        return head(EventType.CHAT_CANCELLED, turn, attempt, 0);
    }

    static EventHead failed(long turn, int attempt) {
        return head(EventType.ERROR, turn, attempt, 0);
    }

    private static EventHead head(EventType type, long turn, int attempt, long seq) {
        return new EventHead(type, turn, attempt, seq, "a" + turn, "w1");
    }
}
