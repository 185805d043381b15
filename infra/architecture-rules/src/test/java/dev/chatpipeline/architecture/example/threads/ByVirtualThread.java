package dev.chatpipeline.architecture.example.threads;

import java.util.function.Function;

final class ByVirtualThread {

    static final Function<Runnable, Thread> START = Thread::startVirtualThread;
}
