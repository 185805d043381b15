package dev.chatpipeline.architecture.example.threads;

import java.util.concurrent.ScheduledThreadPoolExecutor;

final class ByPool {

    static final ScheduledThreadPoolExecutor POOL = new ScheduledThreadPoolExecutor(1);
}
