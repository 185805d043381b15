package dev.chatpipeline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtSecretTest {

    @Test
    void staysTheSame(@TempDir Path folder) {
        String secret = JwtSecret.in(folder);
        assertThat(secret).hasSize(64);
        assertThat(JwtSecret.in(folder)).isEqualTo(secret);
    }

    @Test
    void differsPerFolder(@TempDir Path one, @TempDir Path other) {
        assertThat(JwtSecret.in(one)).isNotEqualTo(JwtSecret.in(other));
    }

    @Test
    void isForItsOwnerOnly(@TempDir Path folder) throws IOException {
        // Left by a process that was killed half-way, with any permissions.
        Files.writeString(folder.resolve("jwt-secret.partial"), "half");
        JwtSecret.in(folder);
        assertThat(Files.getPosixFilePermissions(folder.resolve("jwt-secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
