package dev.chatpipeline.testkit.guarantee;

import java.util.List;

public final class Guarantees {

    private Guarantees() {}

    /** Those that any test can run under; the order is that of their numbers. */
    public static List<Guarantee> all() {
        return List.of(
                new AcceptedIsDurable(),
                new StreamIsExact(),
                new OnceAtTheClient(),
                new OneAnswerAtATime(),
                new AttemptsAreFenced(),
                new HistoryIsAFunctionOfTheLog(),
                new Isolation());
    }

    /** Checks every one of {@link #all()}. */
    public static void checkAll(Observation observed) {
        all().forEach(guarantee -> guarantee.check(observed));
    }
}
