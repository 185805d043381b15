package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadStartsTest {

    private static final String EXAMPLE = "dev.chatpipeline.architecture.example.threads";

    private final List<Violation> violations = new ThreadStarts().violations(Example.packages(EXAMPLE));

    @Test
    void whoeverStartsThreadsInWhateverWayIsToBeNamed() {
        assertThat(violations.stream().flatMap(violation -> violation.subjects().stream()))
                .containsExactlyInAnyOrder(
                        EXAMPLE + ".ByThread",
                        EXAMPLE + ".ByVirtualThread",
                        EXAMPLE + ".ByExecutors",
                        EXAMPLE + ".ByPool",
                        EXAMPLE + ".ByTimer",
                        EXAMPLE + ".ByFuture",
                        EXAMPLE + ".ByStream");
    }

    @Test
    void theMessageNamesTheCall() {
        assertThat(violations)
                .anySatisfy(violation -> assertThat(violation.message())
                        .startsWith(EXAMPLE + ".ByPool starts threads (expected: named in its package-info.java")
                        .contains("ScheduledThreadPoolExecutor.<init>(int)"));
    }
}
