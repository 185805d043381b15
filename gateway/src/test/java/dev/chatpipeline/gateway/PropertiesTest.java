package dev.chatpipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.edge.HttpProperties;
import dev.chatpipeline.gateway.security.SecurityProperties;
import dev.chatpipeline.gateway.socketio.SocketIoProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PropertiesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        GatewayProperties.class,
        HttpProperties.class,
        SocketIoProperties.class,
        SecurityProperties.class
    })
    static class AllOfThem {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(AllOfThem.class)
            .withPropertyValues("chat.security.jwt.secret=" + TestGateway.SECRET);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat.gateway.message-bytes         | 2MB       | messageBytes      | 2097152B | must be between 1B and 1MB
            chat.gateway.sessions-per-socket   | 0         | sessionsPerSocket | 0        | must be greater than or equal to 1
            chat.gateway.sessions-per-socket   | 2000      | sessionsPerSocket | 2000     | must be less than or equal to 1024
            chat.gateway.catch-up-readers      | 0         | catchUpReaders    | 0        | must be greater than or equal to 1
            chat.gateway.recovery-age          | 0s        | recoveryAge       | PT0S     | must be longer than or equal to
            chat.gateway.append-timeout        | 1h        | appendTimeout     | PT1H     | must be shorter than or equal to
            chat.gateway.accept-queue          | -1        | acceptQueue       | -1       | must be greater than or equal to 1
            chat.socketio.path                 | socket.io | path              | socket.io | must start and end with /
            chat.socketio.ping-timeout         | 0s        | pingTimeout       | PT0S     | must be longer than or equal to
            chat.socketio.max-payload          | 0         | maxPayload        | 0        | must be greater than or equal to 1
            chat.socketio.send-budget-bytes    | -1        | sendBudgetBytes   | -1       | must be greater than or equal to 0
            chat.socketio.receive.json-depth   | 1         | receive.jsonDepth | 1        | must be greater than or equal to 2
            chat.http.connections-per-address  | 0         | connectionsPerAddress | 0    | must be greater than or equal to 1
            chat.http.request-deadline         | 0s        | requestDeadline   | PT0S     | must be longer than or equal to
            chat.security.guest-token-age      | 0s        | guestTokenAge     | PT0S     | must be longer than or equal to
            """)
    void aValueOutOfRangeEndsTheStartAndIsNamedWithWhatWasExpected(
            String key, String value, String field, String rejected, String expected) {
        runner.withPropertyValues(key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(key.substring(0, key.lastIndexOf('.')))
                    .hasMessageContaining("'" + field + "': rejected value [" + rejected + "]")
                    .hasMessageContaining(expected);
        });
    }
}
