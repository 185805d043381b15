package dev.chatpipeline.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chatpipeline.contracts.ChatCommand.Cancel;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.kafka.KafkaEdgeConfiguration;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CommandLogTest {

    @Test
    void whatKafkaDoesNotAcknowledgeInTimeIsToBeTriedAgain() throws Exception {
        // It accepts connections and never answers.
        try (ServerSocket silent = new ServerSocket(0)) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
                    .withUserConfiguration(KafkaEdgeConfiguration.class)
                    .withPropertyValues("spring.kafka.bootstrap-servers=localhost:" + silent.getLocalPort())
                    .run(context -> {
                        try (CommandLog commands =
                                new CommandLog(context.getBean(KafkaClients.class), Duration.ofSeconds(1))) {
                            assertRejectedAsUnavailable(commands);
                        }
                    });
        }
    }

    private static void assertRejectedAsUnavailable(CommandLog commands) {
        ExecutionException failed = catchThrowableOfType(
                ExecutionException.class,
                () -> commands.append(new Cancel("s", null, "u", Instant.now()), false)
                        .get());

        assertThat(failed.getCause()).isInstanceOfSatisfying(Rejection.class, rejection -> {
            assertThat(rejection.code()).isEqualTo(FailureCode.LOG_UNAVAILABLE);
            assertThat(rejection.code().retryable()).isTrue();
        });
    }
}
