package dev.chatpipeline.testkit.guarantee;

import java.util.List;

public final class Guarantees {

    private Guarantees() {}

    /** All guarantees that any test can check, in the order of their numbers. */
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
