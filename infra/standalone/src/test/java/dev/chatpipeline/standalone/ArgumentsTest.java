package dev.chatpipeline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.embedded.StartupProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void nothingSaid() {
        assertThat(Arguments.parse()).isEqualTo(new Arguments("127.0.0.1", 8080, Path.of(".data"), false, 0, 0));
    }

    @Test
    void everythingSaid() {
        assertThat(Arguments.parse(
                        "--host",
                        "0.0.0.0",
                        "--port",
                        "0",
                        "--data",
                        "/d",
                        "--fresh",
                        "--kafka-port",
                        "9092",
                        "--postgres-port",
                        "5432"))
                .isEqualTo(new Arguments("0.0.0.0", 0, Path.of("/d"), true, 9092, 5432));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x           | --port: x (expected: 0 to 65535)",
                "--port 65536       | --port: 65536 (expected: 0 to 65535)",
                "--port -1          | --port: -1 (expected: 0 to 65535)",
                "--port             | '--port:  (expected: 0 to 65535)'",
                "--host 1.2.3.4.5.  | '--host: 1.2.3.4.5. (expected: an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all)'",
                "--host             | '--host:  (expected: an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all)'",
                "--data             | '--data:  (expected: a folder)'",
            })
    void refused(String words, String problem) {
        assertThatThrownBy(() -> Arguments.parse(words.split(" ")))
                .isInstanceOf(StartupProblem.class)
                .hasMessage(problem);
    }

    @Test
    void unknown() {
        assertThatThrownBy(() -> Arguments.parse("--prot", "1"))
                .isInstanceOf(StartupProblem.class)
                .hasMessage("unknown argument: --prot (" + Arguments.USAGE + ")");
    }
}
