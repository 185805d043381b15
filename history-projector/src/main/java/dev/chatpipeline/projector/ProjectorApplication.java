package dev.chatpipeline.projector;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The projector as a process of its own. */
@SpringBootApplication
public class ProjectorApplication {

    /** Starts the service; see the properties in {@code history-projector.yml}. */
    public static void main(String[] args) {
        System.setProperty("spring.config.name", "history-projector");
        SpringApplication.run(ProjectorApplication.class, args);
    }
}
