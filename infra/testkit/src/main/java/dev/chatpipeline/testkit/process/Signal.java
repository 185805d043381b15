package dev.chatpipeline.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to a process, except for SIGKILL. */
public enum Signal {
    STOP,
    CONT,
    TERM;

    /** Sends it. If the process has ended meanwhile, nothing happens. */
    public void send(long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0 && ProcessHandle.of(pid).isPresent()) {
                throw new IllegalStateException("kill -" + this + " " + pid + ": exit code " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + pid, e);
        }
    }
}
