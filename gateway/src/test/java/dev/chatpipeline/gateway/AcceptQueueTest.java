package dev.chatpipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;

class AcceptQueueTest {

    @Test
    void hasRoomForAllWhoComeAtOnce() {
        GatewayProperties properties = new Binder(
                        new MapConfigurationPropertySource(Map.of("chat.gateway.accept-queue", 777)))
                .bind("chat.gateway", GatewayProperties.class)
                .get();
        JettyServletWebServerFactory factory = new JettyServletWebServerFactory(0);
        new GatewayConfiguration().acceptQueue(properties).customize(factory);
        JettyWebServer server = (JettyWebServer) factory.getWebServer();
        server.start();
        try {
            assertThat(server.getServer().getConnectors())
                    .extracting(connector -> ((ServerConnector) connector).getAcceptQueueSize())
                    .containsExactly(777);
        } finally {
            server.stop();
        }
    }
}
