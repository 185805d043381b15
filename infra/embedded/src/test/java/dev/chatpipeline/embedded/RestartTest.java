package dev.chatpipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged is there again, however the process before ended. */
class RestartTest {

    @TempDir
    Path folder;

    @Test
    void afterAnOrderlyStop() throws Exception {
        try (EmbeddedStack stack = start()) {
            Sample.write(stack);
        }
        assertSampleThere();
    }

    @Test
    void afterKill9() throws Exception {
        StackProcess.start(folder).kill();
        assertSampleThere();
    }

    @Test
    void theDatabaseServerOutlivesAKilledProcessOnlyBriefly() throws Exception {
        StackProcess process = StackProcess.start(folder);
        ProcessHandle server = databaseServer();
        process.kill();
        server.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aDatabaseServerLeftRunningIsStopped() throws Exception {
        StackProcess process = StackProcess.start(folder);
        ProcessHandle server = databaseServer();
        process.killWithGuard();
        assertThat(server.isAlive()).isTrue();
        assertSampleThere();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aStalePidThatNowIsAnotherProcessIsLeftAlone() throws Exception {
        try (EmbeddedStack stack = start()) {
            Sample.write(stack);
        }
        // Of all processes this one would surely be missed.
        Files.write(pidFile(), List.of(Long.toString(ProcessHandle.current().pid()), data().toString()));
        assertSampleThere();
    }

    @Test
    void afterAnInitialisationThatNeverFinished() throws Exception {
        start().close();
        Folders.delete(data());
        Path partial = Files.createDirectories(folder.resolve("postgres").resolve("data.partial"));
        Files.writeString(partial.resolve("postgresql.conf"), "# as far as initdb came");
        try (EmbeddedStack stack = start()) {
            Sample.write(stack);
            Sample.assertThere(stack);
        }
    }

    @Test
    void emptiedOnRequest() throws Exception {
        StackProcess process = StackProcess.start(folder);
        assertThatThrownBy(() -> EmbeddedStack.empty(folder)).hasMessageContaining("is in use");
        process.killWithGuard();
        EmbeddedStack.empty(folder);
        try (EmbeddedStack stack = start()) {
            Sample.write(stack);
            Sample.assertThere(stack);
        }
    }

    private EmbeddedStack start() {
        return EmbeddedStack.start(folder, 0, 0);
    }

    private void assertSampleThere() throws Exception {
        try (EmbeddedStack stack = start()) {
            Sample.assertThere(stack);
        }
    }

    private Path data() {
        return folder.resolve("postgres").resolve("data");
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private ProcessHandle databaseServer() throws Exception {
        return ProcessHandle.of(LeftOverServer.pid(data())).orElseThrow();
    }
}
