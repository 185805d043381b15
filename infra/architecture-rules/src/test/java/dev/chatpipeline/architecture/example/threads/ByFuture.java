package dev.chatpipeline.architecture.example.threads;

import java.util.concurrent.CompletableFuture;

final class ByFuture {

    static CompletableFuture<Void> start(Runnable task) {
        return CompletableFuture.runAsync(task);
    }
}
