package dev.chatpipeline.architecture.example.threads;

import java.util.Timer;

final class ByTimer {

    static final Timer TIMER = new Timer();
}
