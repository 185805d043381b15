package dev.chatpipeline.testkit.guarantee;

import java.util.List;

/** Something that holds of every history, whatever died in it. */
@FunctionalInterface
public interface Guarantee {

    /** @throws AssertionError saying what is broken, and where */
    void check(Observation observed);

    /** Those that any test can run under; the order is that of their numbers. */
    static List<Guarantee> all() {
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
    static void checkAll(Observation observed) {
        all().forEach(guarantee -> guarantee.check(observed));
    }
}
