package dev.chatpipeline.architecture.example.threads;

import java.util.List;

final class ByStream {

    static long count(List<String> texts) {
        return texts.parallelStream().count();
    }
}
