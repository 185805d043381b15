package dev.chatpipeline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Stops the PostgreSQL server when this JVM dies, kill -9 included. It is a shell that waits on a pipe from this JVM: a line
 * releases it, the pipe's end without a line means that the JVM is gone.
 */
final class ServerGuard {

    // The terminal's Ctrl-C reaches the whole process group; it is the JVM's to act on.
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r _ || kill -INT ";

    private final Process shell;

    private ServerGuard(Process shell) {
        this.shell = shell;
    }

    static ServerGuard of(long pid) throws IOException {
        return new ServerGuard(new ProcessBuilder("sh", "-c", SCRIPT + pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void release() throws IOException {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("stopped\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
