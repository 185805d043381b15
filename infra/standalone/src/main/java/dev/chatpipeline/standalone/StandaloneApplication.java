package dev.chatpipeline.standalone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Everything in one JVM. */
@SpringBootApplication
public class StandaloneApplication {

    /** Starts the service; see the properties in {@code standalone.yml}. */
    public static void main(String[] args) {
        System.setProperty("spring.config.name", "standalone");
        SpringApplication.run(StandaloneApplication.class, args);
    }
}
