package dev.chatpipeline.embedded;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {
    @Test
    void starts(@TempDir Path folder) {
        for (int i = 0; i < 3; i++) {
            long t = System.nanoTime();
            EmbeddedStack stack = EmbeddedStack.start(folder, 0, 0);
            System.out.println("start " + (System.nanoTime() - t) / 1000000);
            t = System.nanoTime();
            stack.database().createDatabase("chat");
            stack.close();
            System.out.println("stop " + (System.nanoTime() - t) / 1000000);
        }
    }
}
