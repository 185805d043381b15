package dev.chatpipeline.testkit;

import dev.chatpipeline.embedded.EmbeddedStack;
import dev.chatpipeline.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Broker and database inside this JVM, in a temporary folder. */
final class EmbeddedBackend implements Backend {

    private final Path folder;
    private final EmbeddedStack stack;

    EmbeddedBackend() {
        try {
            folder = Files.createTempDirectory("chat-infra");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack = EmbeddedStack.start(folder, 0, 0);
    }

    @Override
    public String bootstrapServers() {
        return stack.broker().bootstrapServers();
    }

    @Override
    public String createDatabase(String name) {
        return stack.database().createDatabase(name);
    }

    @Override
    public void close() {
        stack.close();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
