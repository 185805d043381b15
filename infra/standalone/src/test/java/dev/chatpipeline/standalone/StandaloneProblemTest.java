package dev.chatpipeline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.embedded.EmbeddedStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed start is one line on standard error and exit code 1. */
class StandaloneProblemTest {

    @TempDir
    Path folder;

    @Test
    void takenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertProblem(
                    "cannot listen on 127.0.0.1, port " + port
                            + ": Address already in use (choose another with --port or --host)",
                    "--port",
                    Integer.toString(port));
        }
    }

    @Test
    void takenKafkaPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertProblem(
                    "port " + port + " is taken (wanted for Kafka)",
                    "--port",
                    "0",
                    "--kafka-port",
                    Integer.toString(port));
        }
    }

    @Test
    void dataFolderInUse() throws Exception {
        try (EmbeddedStack other = EmbeddedStack.start(folder, 0, 0)) {
            String problem = "data folder is in use by another process: " + folder.toRealPath();
            assertProblem(problem, "--port", "0");
            assertProblem(problem, "--port", "0", "--fresh");
            assertThat(other.database().createDatabase("still_there")).isNotEmpty();
        }
    }

    @Test
    void unknownArgument() throws Exception {
        assertProblem("unknown argument: --porf (" + Arguments.USAGE + ")", "--porf");
    }

    private void assertProblem(String problem, String... arguments) throws IOException, InterruptedException {
        try (StandaloneProcess process = StandaloneProcess.begin(folder, Map.of(), arguments)) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors()).containsExactly("chat-pipeline: " + problem);
        }
    }
}
