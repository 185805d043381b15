package dev.chatpipeline.testkit.guarantee;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and seen.
 *
 * @param clients what each client sent, was told and saw
 * @param log     both topics, read to their ends after the last client was done
 * @param rows    the message table, once the projection had reached these ends; null when none ran, and then nothing is
 *                asked of rows
 */
public record Observation(
        List<ClientLog> clients, Log log, @Nullable List<Row> rows) {

    public Observation {
        clients = List.copyOf(clients);
        rows = rows == null ? null : List.copyOf(rows);
    }
}
