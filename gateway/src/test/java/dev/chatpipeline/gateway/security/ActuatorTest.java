package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs here and how is the operator's business. */
@UsesChatInfra
class ActuatorTest {

    private static final String OPERATOR = "an-operators-token-that-is-long-enough";
    private static final List<String> DETAILS =
            List.of("/actuator/metrics", "/actuator/env", "/actuator/health/db", "/actuator");

    @Test
    void probesAreForEverybodyAndSayNoMoreThanUpOrDown() throws Exception {
        for (String probe : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            Answer answer = TestGateway.shared().call("GET", probe, null);
            assertThat(answer.status()).as(probe).isEqualTo(200);
            assertThat(answer.body().has("components")).as(probe).isFalse();
        }
    }

    @Test
    void noUsersTokenOpensDetailsAndWithoutAnOperatorsTokenNothingDoes() throws Exception {
        try (TestGateway gateway = TestGateway.start("--management.endpoints.web.exposure.include=*")) {
            for (String path : DETAILS) {
                assertThat(gateway.call("GET", path, null).status()).as(path).isEqualTo(401);
                assertThat(gateway.call("GET", path, null, "Authorization", "Bearer " + TestGateway.token("u"))
                                .status())
                        .as(path)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void anOperatorSeesDetails() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                "--management.endpoints.web.exposure.include=*", "--chat.security.operator-token=" + OPERATOR)) {
            for (String path : DETAILS) {
                assertThat(gateway.call("GET", path, null, "Authorization", "Bearer " + OPERATOR)
                                .status())
                        .as(path)
                        .isEqualTo(200);
                assertThat(gateway.call("GET", path, null, "Authorization", "Bearer " + OPERATOR + "x")
                                .status())
                        .as(path)
                        .isEqualTo(401);
            }
            Answer health = gateway.call("GET", "/actuator/health", null, "Authorization", "Bearer " + OPERATOR);
            assertThat(health.body().has("components")).isTrue();
            assertThat(gateway.call("GET", "/api/sessions", null, "Authorization", "Bearer " + OPERATOR)
                            .status())
                    .as("an operator is no user")
                    .isEqualTo(401);
        }
    }

    @Test
    void aPortOfTheirOwnNeedsNoToken() throws Exception {
        try (TestGateway gateway =
                TestGateway.start("--management.endpoints.web.exposure.include=*", "--management.server.port=0")) {
            assertThat(gateway.call("GET", "/actuator/metrics", null).status()).isEqualTo(404);
            assertThat(gateway.callManagement("/actuator/metrics")).isEqualTo(200);
        }
    }
}
