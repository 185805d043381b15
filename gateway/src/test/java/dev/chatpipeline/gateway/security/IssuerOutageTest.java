package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.StockClients;
import dev.chatpipeline.testkit.stock.Transports;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see of an issuer that is away when they come. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class IssuerOutageTest {

    @AutoClose
    private final StockClients clients = StockClients.start();

    @ParameterizedTest
    @EnumSource
    void theStockClientComesBackByItselfAndIsLetInOnceTheIssuerIsThere(Transports transports) {
        try (TestIssuer issuer = new TestIssuer();
                TestGateway gateway = start(issuer)) {
            issuer.fail(true);
            CompletableFuture<StockClient> connecting = CompletableFuture.supplyAsync(() -> clients.open(
                    "early " + transports, "early", URI.create(gateway.url()), issuer.token("early"), transports));
            Awaitility.await().until(() -> issuer.lookups() >= 2 || connecting.isDone());
            assertThat(connecting).as("no connect_error").isNotDone();

            issuer.fail(false);

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(connecting::isDone);
            connecting.join().close();
        }
    }

    @Test
    void overHttpItIsAProblemThatMayPass() throws Exception {
        try (TestIssuer issuer = new TestIssuer();
                TestGateway gateway = start(issuer)) {
            issuer.goAway();
            Answer away = call(gateway, issuer);
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.headers().get("content-type")).containsExactly("application/problem+json");
            assertThat(away.body().path("code").stringValue()).isEqualTo("issuer_unavailable");
            assertThat(away.body().path("retryable").booleanValue()).isTrue();

            issuer.comeBack();

            Awaitility.await().until(() -> call(gateway, issuer).status() == 200);
        }
    }

    private static Answer call(TestGateway gateway, TestIssuer issuer) throws Exception {
        return gateway.call("GET", "/api/sessions", null, "Authorization", "Bearer " + issuer.token("caller"));
    }

    private static TestGateway start(TestIssuer issuer) {
        return TestGateway.start(
                "--chat.security.guest=false",
                "--chat.security.jwt.secret=",
                "--chat.security.recovery-secret=" + TestGateway.SECRET,
                "--chat.security.jwt.issuer=" + issuer.url(),
                "--chat.security.jwt.keys.lookup-interval=1s");
    }
}
