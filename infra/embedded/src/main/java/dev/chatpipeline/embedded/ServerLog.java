package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What PostgreSQL wrote before it gave up. */
final class ServerLog {

    private ServerLog() {}

    /** The last line that names a failure, or where there is none the failure seen from here. */
    static String reason(Path log, Exception seen) {
        try {
            String text = Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
            return text.lines()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                    .reduce((earlier, later) -> later)
                    .orElseGet(() -> StartupProblem.rootMessage(seen));
        } catch (IOException e) {
            seen.addSuppressed(e);
            return StartupProblem.rootMessage(seen);
        }
    }
}
