package dev.chatpipeline.architecture.example.threads;

final class Named {

    static void start(Runnable task) {
        Thread.ofVirtual().start(task);
    }
}
