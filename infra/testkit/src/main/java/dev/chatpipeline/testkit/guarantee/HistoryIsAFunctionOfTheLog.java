package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * G6. Folding the log again gives the rows that are stored: which there are, where each hangs, whose it is, what it says
 * and how it ended.
 *
 * <p>Legal, {@code c} a command, {@code s} a start, {@code e} an end, the table behind the bar:
 *
 * <pre>
 *   c1          | user 1, answer 1 queued
 *   c1 s1       | user 1, answer 1 running
 *   c1 s1 e1 c1 | user 1, answer 1 complete
 *   c1 s1 e1 D  |                                  D erases the session
 *   c2 e2       |                                  the parent of c2 is not known
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   c1 s1 e1    | user 1, answer 1 running         a lost end
 *   c1 s1 e1    | answer 1 complete                a lost message
 *   c1 s1 e1 D  | user 1                           left after the deletion
 *   c1 c2       | user 1, user 2 under user 1      another tree
 * </pre>
 */
public final class HistoryIsAFunctionOfTheLog implements Guarantee {

    @Override
    public void check(Observation observed) {
        List<Row> rows = observed.rows();
        if (rows == null) {
            return;
        }
        Map<String, String> expected = new TreeMap<>();
        for (String session : observed.log().sessions()) {
            long deleted = observed.log().deletedAt(session);
            for (Turn turn : observed.log().turns(session)) {
                if (turn.number() > deleted) {
                    addRows(observed.log(), turn, expected);
                }
            }
        }
        Map<String, String> stored = rows.stream()
                .collect(Collectors.toMap(
                        row -> row.sessionId() + '/' + row.messageId(),
                        HistoryIsAFunctionOfTheLog::describe,
                        (one, other) -> one + " and " + other,
                        TreeMap::new));
        expected.forEach((id, row) -> Broken.unless(
                row.equals(stored.get(id)), "G6", "row %s%n  stored: %s%n  expected: %s", id, stored.get(id), row));
        stored.keySet().removeAll(expected.keySet());
        Broken.unless(stored.isEmpty(), "G6", "rows the log does not know: %s", stored);
    }

    private static void addRows(Log log, Turn turn, Map<String, String> rows) {
        Placement.Turn placement = turn.placement();
        if (placement == null) {
            return;
        }
        String session = turn.command().sessionId();
        if (turn.command() instanceof ChatCommand.SendMessage send) {
            String row = describe(
                    "user",
                    placement.parentId(),
                    send.userId(),
                    send.message(),
                    MessageStatus.COMPLETE,
                    turn.number(),
                    null,
                    null,
                    null);
            rows.put(session + '/' + send.messageId(), row);
        }
        List<EventRecord> counting = log.counting(turn);
        EventRecord end = counting.stream()
                .filter(record -> record.head().type().isEnd())
                .findFirst()
                .orElse(null);
        String parent = placement.questionId();
        String id = session + '/' + turn.answerId();
        if (end != null) {
            rows.put(id, ended(turn, parent, end));
            return;
        }
        EventRecord start = counting.stream()
                .filter(record -> record.event() instanceof ChatEvent.ChatStarted)
                .reduce((one, later) -> later)
                .orElse(null);
        if (start != null) {
            Integer attempt = start.head().attempt();
            rows.put(
                    id,
                    describe("assistant", parent, null, "", MessageStatus.RUNNING, turn.number(), attempt, null, null));
        } else {
            rows.put(
                    id, describe("assistant", parent, null, "", MessageStatus.QUEUED, turn.number(), null, null, null));
        }
    }

    private static String ended(Turn turn, String parent, EventRecord end) {
        Integer attempt = end.head().attempt();
        return switch (end.event()) {
            case ChatEvent.ChatComplete e ->
                describe(
                        "assistant",
                        parent,
                        null,
                        e.fullResponse(),
                        MessageStatus.COMPLETE,
                        turn.number(),
                        attempt,
                        e.finishReason(),
                        null);
            case ChatEvent.ChatCancelled e ->
                describe(
                        "assistant",
                        parent,
                        null,
                        e.partialResponse(),
                        MessageStatus.CANCELLED,
                        turn.number(),
                        attempt,
                        null,
                        null);
            case ChatEvent.ChatError e ->
                describe(
                        "assistant",
                        parent,
                        null,
                        Objects.requireNonNullElse(e.partialResponse(), ""),
                        attempt == 0 && isRefusal(e) ? MessageStatus.REJECTED : MessageStatus.FAILED,
                        turn.number(),
                        attempt,
                        null,
                        e.code());
            case ChatEvent.UserMessage e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatQueued e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatStarted e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatChunk e -> throw new IllegalArgumentException("no end: " + e);
            case ChatEvent.ChatHeartbeat e -> throw new IllegalArgumentException("no end: " + e);
        };
    }

    private static boolean isRefusal(ChatEvent.ChatError error) {
        return error.errorType().equals(FailureCode.Kind.BAD_REQUEST.wire())
                || error.errorType().equals(FailureCode.Kind.RATE_LIMITED.wire());
    }

    private static String describe(Row row) {
        return describe(
                row.role(),
                row.parentId(),
                row.userId(),
                row.content(),
                row.status(),
                row.turn(),
                row.attempt(),
                row.finishReason(),
                row.errorCode());
    }

    private static String describe(
            String role,
            @Nullable String parentId,
            @Nullable String userId,
            String content,
            MessageStatus status,
            long turn,
            @Nullable Integer attempt,
            @Nullable String finishReason,
            @Nullable String errorCode) {
        // A text column of PostgreSQL cannot hold NUL.
        return "%s under %s, user %s, turn %d, %s, attempt %s, finish %s, error %s: %s"
                .formatted(
                        role,
                        parentId,
                        userId,
                        turn,
                        status.wire(),
                        attempt,
                        finishReason,
                        errorCode,
                        StorableText.withoutNul(content));
    }
}
