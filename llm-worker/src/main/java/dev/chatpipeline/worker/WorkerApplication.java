package dev.chatpipeline.worker;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The worker as a process of its own; see {@code llm-worker.yml} and the properties records for what can be set. */
@SpringBootApplication
public class WorkerApplication {

    /** The application, ready to run; several services may share a JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(WorkerApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=llm-worker");
    }

    /** Starts the worker. */
    public static void main(String[] args) {
        builder().run(args);
    }
}
