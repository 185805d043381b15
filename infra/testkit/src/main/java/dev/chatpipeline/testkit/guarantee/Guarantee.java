package dev.chatpipeline.testkit.guarantee;

/** Something that holds of every history, whatever died in it. */
@FunctionalInterface
public interface Guarantee {

    /** @throws AssertionError saying what is broken, and where */
    void check(Observation observed);
}
