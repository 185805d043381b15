package dev.chatpipeline.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.FieldError;

class ProjectorPropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ProjectorProperties.class)
    static class Properties {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class)
            .withPropertyValues("chat.projector.state-dir=state");

    @Test
    void theDefaultsAreValid() {
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application-id      | a/b    | must match "[a-zA-Z0-9._-]{1,200}"
            sink-group          | a b    | must match "[a-zA-Z0-9._-]{1,200}"
            threads             | 0      | must be greater than or equal to 1
            threads             | 65     | must be less than or equal to 64
            position-interval   | 1ms    | must be longer than or equal to 2 millis
            position-interval   | 101ms  | must be shorter than or equal to 100 millis
            commit-interval     | 0s     | must be longer than or equal to 1 milli
            linger              | -1ms   | must be longer than or equal to 0
            linger              | 2s     | must be shorter than or equal to 1 second
            session-timeout     | 31m    | must be shorter than or equal to 30 minutes
            heartbeat           | 0s     | must be longer than or equal to 100 millis
            transaction-timeout | 16m    | must be shorter than or equal to 15 minutes
            cache               | -1B    | must be between 0B and 64GB
            batch               | 0      | must be greater than or equal to 1
            batch               | 10001  | must be less than or equal to 10000
            retry-min           | 0s     | must be longer than or equal to 1 milli
            stop-wait           | 0s     | must be longer than or equal to 1 milli
            stop-wait           | 11m    | must be shorter than or equal to 10 minutes
            """)
    void aValueOutOfRangeEndsTheStartAndSaysWhatWasExpected(String key, String value, String expected) {
        runner.withPropertyValues("chat.projector." + key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().isInstanceOf(BindValidationException.class);
            FieldError error = (FieldError) ((BindValidationException) rootOf(context.getStartupFailure()))
                    .getValidationErrors()
                    .getAllErrors()
                    .getFirst();
            assertThat(error.getField().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                    .isEqualTo(key);
            assertThat(error.getRejectedValue()).isNotNull();
            assertThat(error.getDefaultMessage()).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            heartbeat           | 6s    | chat.projector.heartbeat: 6000ms (expected: < chat.projector.session-timeout, 6000ms)
            transaction-timeout | 100ms | chat.projector.commit-interval: 100ms (expected: < chat.projector.transaction-timeout, 100ms)
            retry-min           | 6s    | chat.projector.retry-min: 6000ms (expected: <= chat.projector.retry-max, 5000ms)
            """)
    void valuesThatContradictEachOtherEndTheStart(String key, String value, String message) {
        runner.withPropertyValues("chat.projector." + key + "=" + value)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessage(message));
    }

    @Test
    void thereMustBeAFolderForState() {
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("stateDir")
                        .hasMessageContaining("must not be null"));
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
