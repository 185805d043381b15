package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.PrivateFile;
import dev.chatpipeline.embedded.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that guests' tokens are signed with. It is kept in the data folder, so tokens stay valid across restarts. */
final class JwtSecret {

    private static final int BYTES = 48;

    private JwtSecret() {}

    /** The secret in the folder, created when there is none; only the folder's owner can read it. */
    static String in(Path folder) {
        Path file = folder.resolve("jwt-secret");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupProblem("cannot read or write " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        PrivateFile.write(file, Base64.getEncoder().encodeToString(secret));
    }
}
