package dev.chatpipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each problem is one clear line, and leaves nothing behind that would hinder the next start. */
class StartupProblemTest {

    @TempDir
    Path folder;

    @Test
    void folderInUseByAnotherProcess() throws Exception {
        StackProcess other = StackProcess.start(folder);
        try {
            assertProblem(0, 0).hasMessage("data folder is in use by another process: " + folder.toRealPath());
        } finally {
            other.kill();
        }
        startAndStop();
    }

    @Test
    void folderInUseByThisProcess() throws IOException {
        EmbeddedStack stack = EmbeddedStack.start(folder, 0, 0);
        assertProblem(0, 0).hasMessageStartingWith("data folder is in use by another process: ");
        assertProblem(0, 0).hasMessageStartingWith("data folder is in use by another process: ");
        stack.close();
        startAndStop();
    }

    @Test
    void folderIsAFile() throws IOException {
        folder = Files.createFile(folder.resolve("file"));
        assertProblem(0, 0).hasMessageStartingWith("data folder cannot be used: " + folder);
    }

    @Test
    void folderWithSomethingElse() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "the only copy");
        String problem = "data folder holds other files: " + folder.toRealPath() + " (expected: new or empty)";
        assertProblem(0, 0).hasMessage(problem);
        assertThatThrownBy(() -> EmbeddedStack.empty(folder)).hasMessage(problem);
        assertThat(folder.resolve("thesis.txt")).exists();
    }

    @Test
    void takenBrokerPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertProblem(port, 0).hasMessage("port " + port + " is taken (wanted for Kafka)");
        }
        startAndStop();
    }

    @Test
    void takenDatabasePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertProblem(0, port).hasMessage("port " + port + " is taken (wanted for PostgreSQL)");
        }
        startAndStop();
    }

    @Test
    void unreadableBrokerFolder() throws IOException {
        startAndStop();
        Files.writeString(folder.resolve("kafka/log/meta.properties"), "version=99");
        assertProblem(0, 0)
                .hasMessageStartingWith(
                        "Kafka cannot start on " + folder.toRealPath().resolve("kafka"));
    }

    @Test
    void unreadableDatabaseFolder() throws IOException {
        startAndStop();
        Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "9.6\n");
        assertProblem(0, 0)
                .hasMessage("pg_ctl failed on " + folder.toRealPath().resolve("postgres")
                        + " (database files are incompatible with server)");
    }

    private void startAndStop() {
        EmbeddedStack.start(folder, 0, 0).close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertProblem(int brokerPort, int databasePort) {
        return assertThatThrownBy(() -> EmbeddedStack.start(folder, brokerPort, databasePort))
                .isInstanceOf(StartupProblem.class)
                .satisfies(problem -> {
                    assertThat(problem.getMessage()).hasLineCount(1);
                });
    }
}
