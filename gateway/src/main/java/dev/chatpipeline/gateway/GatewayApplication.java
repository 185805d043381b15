package dev.chatpipeline.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway as a process of its own. */
@SpringBootApplication
public class GatewayApplication {

    /** Starts the service; see the properties in {@code gateway.yml}. */
    public static void main(String[] args) {
        System.setProperty("spring.config.name", "gateway");
        SpringApplication.run(GatewayApplication.class, args);
    }
}
