package dev.chatpipeline.architecture.example.threads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

final class OnExecutorOfOthers {

    static CompletableFuture<Void> start(Runnable task, Executor executor) {
        Thread.currentThread().setName("busy");
        return CompletableFuture.runAsync(task, executor);
    }
}
