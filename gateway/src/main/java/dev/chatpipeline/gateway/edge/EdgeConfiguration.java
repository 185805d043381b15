package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.LimitListener;
import dev.chatpipeline.gateway.socketio.SocketIoProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets up Jetty. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpProperties.class, SocketIoProperties.class})
class EdgeConfiguration {

    @Bean
    LimitListener limitListener(MeterRegistry registry) {
        return new LimitMeter(registry);
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> edge(
            HttpProperties http, SocketIoProperties socketIo, LimitListener limits) {
        return factory -> factory.addServerCustomizers(server -> customize(server, http, socketIo.path(), limits));
    }

    private static void customize(Server server, HttpProperties http, String socketIoPath, LimitListener limits) {
        var proxies = new TrustedProxies(http.trustedProxies());
        var deadline = new ArrivalDeadline(server, http.requestDeadline(), limits);
        var connections = new ConnectionsPerAddress(http.connectionsPerAddress(), proxies, limits);
        for (Connector connector : server.getConnectors()) {
            connector.addBean(connections);
            connector.addBean(deadline);
            for (HttpConnectionFactory factory : connector.getBeans(HttpConnectionFactory.class)) {
                HttpConfiguration configuration = factory.getHttpConfiguration();
                configuration.addCustomizer(proxies);
                configuration.setFormEncodedMethods(Set.of()); // nobody here wants a form, and its parser blocks
            }
        }
        var bodies = new BoundedBodies(Math.toIntExact(http.bodyBytes().toBytes()), socketIoPath, deadline, limits);
        var threads = new ThreadsPerAddress(http.threadsPerAddress(), socketIoPath);
        threads.setHandler(server.getHandler());
        bodies.setHandler(threads);
        server.setHandler(bodies);
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                deadline.start();
            }
        });
    }
}
