package dev.chatpipeline.architecture.example.threads;

final class ByThread {

    static void start(Runnable task) {
        new Thread(task).start();
    }
}
