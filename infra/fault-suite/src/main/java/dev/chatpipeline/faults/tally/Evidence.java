package dev.chatpipeline.faults.tally;

import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes what was sent and seen to files beside the processes' logs, to investigate a failure. */
public final class Evidence {

    private Evidence() {}

    /** Writes a file for each client, one for each topic, and one for what clients missed. */
    public static void write(Path folder, Observation observed) {
        try {
            for (ClientLog client : observed.clients()) {
                Stream<String> lines = Stream.concat(
                        client.sent().stream().map(Object::toString),
                        client.seen().stream()
                                .map(seen -> seen.event() + (seen.recovered() ? " recovered " : " ") + seen.payload()));
                write(folder.resolve("seen-by-" + client.name().replaceAll("\\W+", "-") + ".txt"), lines);
            }
            Log log = observed.log();
            write(
                    folder.resolve("commands.txt"),
                    log.commands().stream()
                            .map(record -> record.partition() + "@" + record.offset() + " " + record.command()));
            write(
                    folder.resolve("events-that-count.txt"),
                    log.sessions().stream()
                            .flatMap(session -> log.counting(session).stream())
                            .map(record -> record.sessionId() + " " + record + " "
                                    + record.event().timestamp()));
            write(
                    folder.resolve("missed.txt"),
                    ClientView.all(observed.clients(), log).stream()
                            .filter(view -> view.lost() > 0)
                            .map(ClientView::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, Stream<String> lines) throws IOException {
        Files.write(file, (Iterable<String>) lines::iterator);
    }
}
