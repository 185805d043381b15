package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WorkerPropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WorkerProperties.class)
    static class OnlyThem {}

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OnlyThem.class);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lease            | 0s  | lease           | PT0S | must be longer than or equal to
            lease            | 31m | lease           | PT31M | must be shorter than or equal to
            in-flight        | 0   | inFlight        | 0    | must be greater than or equal to 1
            backlog          | 0   | backlog         | 0    | must be greater than or equal to 1
            answer-timeout   | 0s  | answerTimeout   | PT0S | must be longer than or equal to
            poison-tries     | 0   | poisonTries     | 0    | must be greater than or equal to 1
            max-answer-bytes | 0B  | maxAnswerBytes  | 0B   | must be between 1B and 1GB
            retry-backoff    | 0s  | retryBackoff    | PT0S | must be longer than or equal to
            delivery-timeout | 0s  | deliveryTimeout | PT0S | must be longer than or equal to
            """)
    void aValueOutOfRangeEndsTheStartAndIsNamedWithWhatWasExpected(
            String key, String value, String field, String rejected, String expected) {
        runner.withPropertyValues("chat.worker." + key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("chat.worker")
                    .hasMessageContaining("'" + field + "': rejected value [" + rejected + "]")
                    .hasMessageContaining(expected);
        });
    }

    @ParameterizedTest
    @CsvSource({"6s, 6s", "2s, 1s"})
    void theHeartbeatIsShorterThanTheSessionTimeout(String heartbeat, String sessionTimeout) {
        runner.withPropertyValues("chat.worker.heartbeat=" + heartbeat, "chat.worker.session-timeout=" + sessionTimeout)
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("chat.worker.heartbeat: "));
    }
}
