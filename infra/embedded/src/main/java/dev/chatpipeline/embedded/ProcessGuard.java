package dev.chatpipeline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends a process when this JVM dies, kill -9 included. It is a shell that waits on a pipe from this JVM: a line releases it,
 * the pipe's end without a line means that the JVM is gone.
 */
public final class ProcessGuard {

    // The terminal's Ctrl-C reaches the whole process group; it is the JVM's to act on.
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r _ || kill -";

    private final Process shell;

    /** @param signal what ends the process, as {@code kill} names it */
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

    /** The process is gone: its number may soon be another's. */
    public void release() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("gone\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("guard of a process", e);
        }
    }
}
