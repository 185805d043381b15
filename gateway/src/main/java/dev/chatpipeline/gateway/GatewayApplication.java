package dev.chatpipeline.gateway;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The gateway as a process of its own. */
@SpringBootApplication
public class GatewayApplication {

    /** Starts the service; see the properties in {@code gateway.yml}. */
    public static void main(String[] args) {
        builder().run(args);
    }

    /** The service, to be run here or beside others in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties("spring.config.name=gateway");
    }
}
