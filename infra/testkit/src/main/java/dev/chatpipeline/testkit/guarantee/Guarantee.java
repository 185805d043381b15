package dev.chatpipeline.testkit.guarantee;

/** A property of every history, whatever died on the way. */
@FunctionalInterface
public interface Guarantee {

    /** @throws AssertionError saying what is broken, and where */
    void check(Observation observed);
}
