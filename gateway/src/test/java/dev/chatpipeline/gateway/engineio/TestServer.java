package dev.chatpipeline.gateway.engineio;

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

/** A real Jetty under Spring Boot that serves what is under test, without the rest of the gateway. */
public final class TestServer implements AutoCloseable {

    /** Not annotated as a configuration, so that no component scan picks it up. */
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

    /** Starts a server with one engine. */
    static TestServer of(EngineServer engine, String... allowedOrigins) {
        return start(0, engine, new EngineMapping(engine, Set.of(allowedOrigins)));
    }

    /**
     * Starts with these beans: handler mappings, and the servers behind them, which stop with the web server.
     *
     * @param port 0 for any free one
     */
    public static TestServer start(int port, Object... beans) {
        var context = new SpringApplicationBuilder(Web.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=" + port,
                        "spring.main.banner-mode=off",
                        "spring.config.name=engineio-test",
                        "server.jetty.connection-idle-timeout=1s",
                        "logging.level.root=warn")
                .initializers(any -> {
                    for (int i = 0; i < beans.length; i++) {
                        register((GenericApplicationContext) any, "bean" + i, beans[i]);
                    }
                })
                .run();
        return new TestServer((ServletWebServerApplicationContext) context);
    }

    @SuppressWarnings("unchecked")
    private static void register(GenericApplicationContext context, String name, Object bean) {
        context.registerBean(name, (Class<Object>) bean.getClass(), () -> bean);
    }

    public int port() {
        return context.getWebServer().getPort();
    }

    public URI http(String pathAndQuery) {
        return URI.create("http://localhost:" + port() + pathAndQuery);
    }

    public URI ws(String pathAndQuery) {
        return URI.create("ws://localhost:" + port() + pathAndQuery);
    }

    public String url() {
        return "http://localhost:" + port();
    }

    @Override
    public void close() {
        context.close();
    }
}
