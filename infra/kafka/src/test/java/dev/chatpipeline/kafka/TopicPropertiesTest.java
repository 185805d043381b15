package dev.chatpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class TopicPropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TopicProperties.class)
    static class Properties {}

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @ParameterizedTest
    @CsvSource({"8MB", "8388608", "8388608B"})
    void aSizeMayHaveAUnit(String size) {
        runner.withPropertyValues("chat.topics.max-message-bytes=" + size)
                .run(context -> assertThat(
                                context.getBean(TopicProperties.class).maxMessageBytes())
                        .isEqualTo(DataSize.ofMegabytes(8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            partitions        | 0      | must be greater than or equal to 1
            replication       | 101    | must be less than or equal to 100
            min-isr           | 0      | must be greater than or equal to 1
            max-message-bytes | 1KB    | must be between 1MB and 2147483647B
            max-message-bytes | 3GB    | must be between 1MB and 2147483647B
            prefix            | a/b    | must match
            """)
    void aValueOutOfRangeEndsTheStartAndSaysWhatWasExpected(String key, String value, String expected) {
        runner.withPropertyValues("chat.topics." + key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(expected);
        });
    }

    @Test
    void moreCopiesMustNotBeAskedForThanThereAre() {
        runner.withPropertyValues("chat.topics.replication=1", "chat.topics.min-isr=2")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("chat.topics.min-isr: 2 (expected: <= chat.topics.replication, 1)"));
    }
}
