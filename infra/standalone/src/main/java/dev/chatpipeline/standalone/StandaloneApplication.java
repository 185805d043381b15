package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.StartupProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Everything in one JVM. A failed start is one line on standard error and exit code 1. */
public final class StandaloneApplication {

    // A stop during the start waits for the start to complete, so that it stops all parts, but not for ever.
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private StandaloneApplication() {}

    /** See {@link Arguments} and, for the model that answers, {@link ProviderDetection}. */
    public static void main(String[] words) throws InterruptedException {
        if (List.of(words).contains("--help")) {
            System.out.println(Arguments.USAGE);
            return;
        }
        CompletableFuture<Standalone> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop"));
        try {
            Standalone standalone =
                    Standalone.start(Arguments.parse(words), System.getenv(), StandaloneApplication::say);
            started.complete(standalone);
            System.out.println("chat-pipeline is ready: " + standalone.url());
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
            StartupProblem problem =
                    e instanceof StartupProblem known ? known : StartupProblem.because("cannot start", e);
            System.err.println("chat-pipeline: " + problem.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static void stop(CompletableFuture<Standalone> started) {
        try {
            started.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).close();
        } catch (ExecutionException e) {
            // It did not start; main has printed why.
        } catch (TimeoutException e) {
            System.err.println("chat-pipeline: stopped while starting");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        System.out.println("chat-pipeline: " + line);
    }
}
