package dev.chatpipeline.architecture.example.ring.third;

import dev.chatpipeline.architecture.example.ring.first.First;
import java.util.function.Supplier;

public final class Third {

    Supplier<String> next() {
        return () -> new First(null).toString();
    }
}
