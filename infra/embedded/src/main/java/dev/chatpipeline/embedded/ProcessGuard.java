package dev.chatpipeline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends a process when this JVM dies, even by kill -9. It is a shell that reads a pipe from this JVM: a line disarms it,
 * and the end of the pipe without a line means that the JVM is gone.
 */
public final class ProcessGuard {

    // Ctrl-C in a terminal reaches the whole process group, but only the JVM should act on it.
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r _ || kill -";

    private final Process shell;

    /** @param signal the signal that ends the process, as {@code kill} names it */
    public ProcessGuard(long pid, String signal) {
        try {
            shell = new ProcessBuilder("sh", "-c", SCRIPT + signal + " " + pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the guard once the process is gone, because its id may soon be another process's. */
    public void disarm() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("gone\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("guard of a process", e);
        }
    }
}
