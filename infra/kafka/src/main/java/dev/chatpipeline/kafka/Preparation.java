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
 * Prepares a service's dependencies and then starts the service. It waits without limit for a dependency that is unavailable,
 * so services and servers may start in any order. A dependency that is available but unusable ends the process with an {@link
 * UnusableDependencyException}: waiting would not help, and a supervisor should notice.
 *
 * <p>The application is ready once the service has started.
 */
public final class Preparation implements ApplicationRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final List<Dependency> dependencies;
    private final Runnable start;
    private final StopSignal stop = new StopSignal();

    /**
     * @param dependencies in the order in which they are prepared
     * @param start        starts the service; not called if the application stops first
     */
    public Preparation(List<Dependency> dependencies, Runnable start) {
        this.dependencies = List.copyOf(dependencies);
        this.start = start;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (Dependency dependency : dependencies) {
            if (!await(dependency)) {
                return;
            }
        }
        start.run();
    }

    /** Ends the wait if the application stops before the service has started. */
    @Override
    public void destroy() {
        stop.set();
    }

    /** Waits until the dependency is prepared; false if the application stops first. */
    private boolean await(Dependency dependency) {
        @Nullable String logged = null;
        for (@Nullable String reason = prepare(dependency); reason != null; reason = prepare(dependency)) {
            if (!Objects.equals(reason, logged)) {
                log.info("Waiting for {}: {}", dependency.name(), reason);
                logged = reason;
            }
            if (stop.await(RETRY_PAUSE)) {
                return false;
            }
        }
        if (logged != null) {
            log.info("{} is available", dependency.name());
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
