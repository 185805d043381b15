package dev.chatpipeline.faults.tally;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The result of a run in numbers. The last five must be 0.
 *
 * @param messages   accepted messages
 * @param tokens     chunks that count
 * @param lost       accepted messages that are not in the log, and events that a client should have seen but did not
 * @param duplicated second ends of a turn, and events that a client saw again
 * @param reordered  events that a client saw after a later one
 * @param stuck      turns without an end, and messages that were never answered
 * @param unverified rows of answers whose digest does not match
 */
public record Tally(
        long messages, long tokens, long lost, long duplicated, long reordered, long stuck, long unverified) {

    /** @param unanswered number of messages that their senders gave up on */
    public static Tally of(Observation observed, int unanswered) {
        Log log = observed.log();
        List<ClientView> views = ClientView.all(observed.clients(), log);
        Set<String> accepted = accepted(observed.clients());
        List<Turn> turns = log.sessions().stream()
                .flatMap(session -> log.turns(session).stream())
                .toList();
        return new Tally(
                accepted.size(),
                log.sessions().stream()
                        .flatMap(session -> log.counting(session).stream())
                        .filter(record -> record.head().type() == EventType.CHAT_CHUNK)
                        .count(),
                notInTheLog(accepted, log)
                        + views.stream().mapToLong(ClientView::lost).sum(),
                turns.stream()
                                .mapToLong(turn -> Math.max(0, log.ends(turn).size() - 1))
                                .sum()
                        + views.stream().mapToLong(ClientView::duplicated).sum(),
                views.stream().mapToLong(ClientView::reordered).sum(),
                unanswered
                        + turns.stream()
                                .filter(turn -> log.ends(turn).isEmpty())
                                .count(),
                Objects.requireNonNull(observed.rows(), "rows").stream()
                        .filter(Tally::isUnverified)
                        .count());
    }

    /** Whether nothing went wrong. */
    public boolean isClean() {
        return lost + duplicated + reordered + stuck + unverified == 0;
    }

    private static Set<String> accepted(List<ClientLog> clients) {
        Set<String> accepted = new HashSet<>();
        for (ClientLog client : clients) {
            client.sent().forEach(sent -> {
                if (sent.ack() instanceof Ack.Accepted ack) {
                    accepted.add(ack.sessionId() + '/' + ack.messageId());
                }
            });
        }
        return accepted;
    }

    private static long notInTheLog(Set<String> accepted, Log log) {
        Set<String> missing = new HashSet<>(accepted);
        log.commands().forEach(record -> {
            if (record.command() instanceof ChatCommand.Ask ask) {
                missing.remove(ask.sessionId() + '/' + ask.requestId());
            }
        });
        return missing.size();
    }

    private static boolean isUnverified(Row row) {
        boolean ended = row.status() != MessageStatus.QUEUED && row.status() != MessageStatus.RUNNING;
        return row.role().equals("assistant") && ended && !Boolean.TRUE.equals(row.verified());
    }
}
