package dev.chatpipeline.testkit.guarantee;

import org.jspecify.annotations.Nullable;

/** Makes the errors of this package. */
final class Broken {

    private Broken() {}

    static void unless(boolean holds, String guarantee, String what, @Nullable Object... where) {
        if (!holds) {
            throw new AssertionError(guarantee + ": " + what.formatted(where));
        }
    }
}
