package dev.chatpipeline.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM that shares a small machine with a dozen others. It uses the JDK of this JVM. */
public final class JavaCommand {

    private final List<String> words;

    public JavaCommand(int heapMb) {
        words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + heapMb + "m",
                "-XX:+UseSerialGC",
                // Halves the start time; peak speed does not matter here.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED"));
    }

    /** Runs a jar. */
    public JavaCommand jar(Path jar, List<String> arguments) {
        words.addAll(List.of("-jar", jar.toString()));
        words.addAll(arguments);
        return this;
    }

    /** Runs a class of this JVM's class path. */
    public JavaCommand main(Class<?> main) {
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return this;
    }

    /** The complete command line. */
    public List<String> with(String... arguments) {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of(arguments));
        return command;
    }
}
