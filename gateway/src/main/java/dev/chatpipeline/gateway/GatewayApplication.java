package dev.chatpipeline.gateway;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Main class of the gateway. */
@SpringBootApplication
public class GatewayApplication {

    /** Starts the gateway; {@code gateway.yml} holds its defaults. */
    public static void main(String[] args) {
        builder().run(args);
    }

    /** The application, to run by itself or with other services in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties("spring.config.name=gateway");
    }
}
