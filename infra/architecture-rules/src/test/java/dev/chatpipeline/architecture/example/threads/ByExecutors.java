package dev.chatpipeline.architecture.example.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class ByExecutors {

    static class Nested {

        ExecutorService pool = Executors.newCachedThreadPool();
    }
}
