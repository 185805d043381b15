package dev.chatpipeline.testkit.guarantee;

import java.util.List;

/**
 * What was sent and seen.
 *
 * @param clients what each client sent, was told and saw
 * @param log     both topics, read to their ends after the last client was done
 * @param rows    the message table, once the projection had reached these ends
 */
public record Observation(List<ClientLog> clients, Log log, List<Row> rows) {

    public Observation {
        clients = List.copyOf(clients);
        rows = List.copyOf(rows);
    }
}
