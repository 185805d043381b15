package dev.chatpipeline.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chatpipeline.contracts.ChatCommand.Cancel;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.failure.Rejection;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CommandLogTest {

    @Test
    void whatKafkaDoesNotAcknowledgeInTimeIsToBeTriedAgain() throws Exception {
        // It accepts connections and never answers.
        try (ServerSocket silent = new ServerSocket(0);
                CommandLog commands = new CommandLog(
                        Map.<String, Object>of("bootstrap.servers", "localhost:" + silent.getLocalPort()),
                        new Topics("t."),
                        3,
                        1_000_000,
                        Duration.ofSeconds(1))) {
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
}
