package dev.chatpipeline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that runs a stack and writes one {@link Sample} into it, for tests to kill. */
final class StackProcess {

    private static final String READY = "sample is durable";

    private final Process process;

    private StackProcess(Process process) {
        this.process = process;
    }

    /** Returns once the sample is written. */
    static StackProcess start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the process ended before its sample was durable");
            }
            System.out.println(line);
        }
        return new StackProcess(process);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills what would stop the database server after this process, too. */
    void killWithGuard() throws InterruptedException {
        List<ProcessHandle> guards = process.children().toList();
        guards.forEach(ProcessHandle::destroyForcibly);
        guards.forEach(guard -> guard.onExit().join());
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Sample.write(EmbeddedStack.start(Path.of(arguments[0]), 0, 0));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
