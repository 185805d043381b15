package dev.chatpipeline.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The worker as a process of its own. */
@SpringBootApplication
public class WorkerApplication {

    /** Starts the service; see the properties in {@code llm-worker.yml}. */
    public static void main(String[] args) {
        System.setProperty("spring.config.name", "llm-worker");
        SpringApplication.run(WorkerApplication.class, args);
    }
}
