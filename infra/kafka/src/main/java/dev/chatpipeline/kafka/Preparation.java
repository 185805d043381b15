package dev.chatpipeline.kafka;

import dev.chatpipeline.concurrent.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Prepares what a service depends on and then lets the service begin. What is away is waited for, without an end, so
 * services and servers may start in any order. What is there and unusable ends the start with an {@link
 * UnusableDependencyException}, and so the process: waiting would not mend it, and a supervisor should see it.
 *
 * <p>The application counts as ready once the service has begun.
 */
public final class Preparation implements ApplicationRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    /** Pause between two attempts. */
    private static final Duration RETRY = Duration.ofMillis(500);

    private final List<Dependency> dependencies;
    private final Runnable begin;
    private final StopSignal stop = new StopSignal();

    /**
     * @param dependencies in the order in which they are prepared
     * @param begin        lets the service begin; not called when the application stops first
     */
    public Preparation(List<Dependency> dependencies, Runnable begin) {
        this.dependencies = List.copyOf(dependencies);
        this.begin = begin;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (Dependency dependency : dependencies) {
            if (!await(dependency)) {
                return;
            }
        }
        begin.run();
    }

    /** Ends the wait of an application that stops before it has begun. */
    @Override
    public void destroy() {
        stop.set();
    }

    /** Whether the dependency was prepared; false when the application stops first. */
    private boolean await(Dependency dependency) {
        @Nullable String said = null;
        for (@Nullable String reason = prepare(dependency); reason != null; reason = prepare(dependency)) {
            if (!Objects.equals(reason, said)) {
                log.info("Waiting for {}: {}", dependency.name(), reason);
                said = reason;
            }
            if (stop.await(RETRY)) {
                return false;
            }
        }
        if (said != null) {
            log.info("{} is there", dependency.name());
        }
        return !stop.isSet();
    }

    private static @Nullable String prepare(Dependency dependency) {
        try {
            return dependency.tryPrepare().get();
        } catch (RuntimeException e) {
            throw new UnusableDependencyException(dependency.name(), e);
        }
    }
}
