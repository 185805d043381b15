package dev.chatpipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine reach the loopback address and the file system too. */
class PrivacyTest {

    @TempDir
    Path folder;

    @Test
    void theDatabaseLetsNobodyInWithoutItsPassword() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            String address = database.address("postgres");
            for (String guess : List.of("", "&password=", "&password=postgres")) {
                assertThatThrownBy(() -> connect(address + guess)).isInstanceOf(SQLException.class);
            }
            connect(database.jdbcUrl("postgres")).close();
            assertThat(Files.readString(database.passwordFile())).hasSizeGreaterThanOrEqualTo(32);
        }
    }

    @Test
    void thePasswordStaysTheSameAndDiffersPerFolder(@TempDir Path other) {
        String password = EmbeddedDatabase.prepare(folder);

        assertThat(EmbeddedDatabase.prepare(folder)).isEqualTo(password);
        assertThat(EmbeddedDatabase.prepare(other)).isNotEqualTo(password);
    }

    @Test
    void aDatabaseThatHadNoPasswordGetsOneAndKeepsItsRows() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0);
                Connection connection = connect(database.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table note as select 'kept' as text");
            statement.execute("alter user postgres password null");
        }
        Files.delete(folder.resolve("data/password"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0);
                Connection connection = connect(database.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("select text from note").next()).isTrue();
        }
    }

    @Test
    void nobodyElseCanLookIntoTheFolder() throws Exception {
        Path data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        EmbeddedStack.start(data, 0, 0).close();

        for (Path each : List.of(data, data.resolve("kafka"), data.resolve("postgres"))) {
            assertThat(permissions(each)).as("%s", each).isEqualTo("rwx------");
        }
        assertThat(permissions(data.resolve("postgres/data/password"))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(data.resolve("postgres"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("chat-pipeline.lock", "data", "server.log");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }
}
