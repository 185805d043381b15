package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.EngineMapping;
import dev.chatpipeline.gateway.engineio.EngineServer;
import java.net.URI;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.HandlerMapping;

/** Servers of this package on a real Jetty under Spring Boot, without the rest of the gateway. */
final class TestServer implements AutoCloseable {

    /** Not annotated as a configuration, so that no component scan finds it. */
    @ImportAutoConfiguration({
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Web {}

    private final ServletWebServerApplicationContext context;

    private TestServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** Starts on that port, 0 for any free one, with an echo at {@code /engine.io/} if its engine is given. */
    static TestServer start(int port, SocketIoServer server, EngineServer... engines) {
        var context = new SpringApplicationBuilder(Web.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=" + port,
                        "spring.main.banner-mode=off",
                        "spring.config.name=socketio-test",
                        "server.jetty.connection-idle-timeout=1s",
                        "logging.level.root=warn")
                .initializers(any -> {
                    var beans = (GenericApplicationContext) any;
                    beans.registerBean("socketIo", SocketIoServer.class, () -> server);
                    beans.registerBean("socketIoMapping", HandlerMapping.class, server::handlerMapping);
                    for (int i = 0; i < engines.length; i++) {
                        EngineServer engine = engines[i];
                        beans.registerBean("engine" + i, EngineServer.class, () -> engine);
                        beans.registerBean(
                                "engineMapping" + i,
                                HandlerMapping.class,
                                () -> new EngineMapping(engine, Set.of("*")));
                    }
                })
                .run();
        return new TestServer((ServletWebServerApplicationContext) context);
    }

    int port() {
        return context.getWebServer().getPort();
    }

    URI http(String pathAndQuery) {
        return URI.create("http://localhost:" + port() + pathAndQuery);
    }

    URI ws(String pathAndQuery) {
        return URI.create("ws://localhost:" + port() + pathAndQuery);
    }

    String url() {
        return "http://localhost:" + port();
    }

    @Override
    public void close() {
        context.close();
    }
}
