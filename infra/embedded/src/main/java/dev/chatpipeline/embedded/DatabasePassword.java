package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of the database's user: random, made once, and kept with the data that it guards. */
final class DatabasePassword {

    static final String FILE = "password";

    private static final int BYTES = 24;

    private DatabasePassword() {}

    /** Returns the password; the first time, or where a cluster never had one, it is set. No server runs yet. */
    static String ensure(PostgresPrograms programs) throws IOException {
        Path file = programs.data().resolve(FILE);
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            programs.execute("alter user " + PostgresPrograms.USER + " password '" + password + "'");
            PrivateFile.write(file, password);
        }
        return Files.readString(file);
    }
}
