package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a history by hand: what the log holds, what the table holds, what Ann and Bob were told. One partition. */
final class Story {

    static final String WORKSPACE = "default";

    final List<CommandRecord> commands = new ArrayList<>();
    final List<EventRecord> events = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final List<Sent> annSent = new ArrayList<>();
    final List<Seen> annSaw = new ArrayList<>();
    final List<Sent> bobSent = new ArrayList<>();
    final List<Seen> bobSaw = new ArrayList<>();

    /** Ann asks, is answered by worker A with "ab", sees all of it, and the rows say so. */
    static Story ofOneAnswer() {
        Story story = new Story();
        story.annConnects("s1");
        long turn = story.asks("ann", "s1", "m1", "Hi");
        story.annSent.add(new Sent("s1", "m1", "Hi", accepted("s1", "m1")));
        story.introduced("s1", "m1", turn, null);
        story.started("s1", "m1", turn, 1, "A");
        story.chunk("s1", "m1", turn, 1, 0, "a", "A");
        story.chunk("s1", "m1", turn, 1, 1, "b", "A");
        story.completed("s1", "m1", turn, 1, "ab", 2, "A");
        story.annSeesTheLog();
        story.userRow("s1", "m1", null, "ann", "Hi", turn);
        story.answerRow("s1", "m1", "ab", MessageStatus.COMPLETE, turn, 1, 2, "stop", null);
        return story;
    }

    Observation observed() {
        return new Observation(
                List.of(
                        new ClientLog("ann's tab", "ann", annSent, annSaw),
                        new ClientLog("bob's tab", "bob", bobSent, bobSaw)),
                new Log(commands, events),
                rows);
    }

    static Ack accepted(String session, String message) {
        return new Ack.Accepted(session, message, Ids.answerId(session, message));
    }

    long asks(String user, String session, String message, String text) {
        return command(new ChatCommand.SendMessage(
                session, message, user, WORKSPACE, text, true, null, OnBusy.ENQUEUE, Instant.EPOCH));
    }

    long command(ChatCommand command) {
        long offset = commands.size();
        commands.add(new CommandRecord(0, offset, CommandHead.of(command, false), command));
        return offset;
    }

    void introduced(String session, String message, long turn, @Nullable String parent) {
        ChatEvent event = new ChatEvent.UserMessage(
                session, message, at(), parent, "ann", WORKSPACE, "Hi", Ids.answerId(session, message));
        event(event, turn, 0, 0, "A");
    }

    void started(String session, String message, long turn, int attempt, String by) {
        String answer = Ids.answerId(session, message);
        event(
                new ChatEvent.ChatStarted(session, answer, at(), message, attempt, "simulated", "m"),
                turn,
                attempt,
                0,
                by);
    }

    void chunk(String session, String message, long turn, int attempt, long seq, String text, String by) {
        String answer = Ids.answerId(session, message);
        event(new ChatEvent.ChatChunk(session, answer, at(), attempt, seq, text), turn, attempt, seq, by);
    }

    void completed(String session, String message, long turn, int attempt, String text, long chunks, String by) {
        ChatEvent event = new ChatEvent.ChatComplete(
                session,
                Ids.answerId(session, message),
                at(),
                attempt,
                chunks,
                text,
                "stop",
                "simulated",
                "m",
                null,
                null,
                1);
        event(event, turn, attempt, chunks, by);
    }

    void stopped(String session, String message, long turn) {
        String answer = Ids.answerId(session, message);
        event(new ChatEvent.ChatCancelled(session, answer, at(), 0, null, 0, "", "ann"), turn, 0, 0, "A");
    }

    /** Asks under a message that does not exist, which is refused. */
    void asksUnderNothing(String session, String message) {
        long turn = command(new ChatCommand.SendMessage(
                session, message, "ann", WORKSPACE, "Hi", false, "nowhere", OnBusy.ENQUEUE, Instant.EPOCH));
        FailureCode code = FailureCode.UNKNOWN_PARENT;
        ChatEvent refusal = new ChatEvent.ChatError(
                session,
                Ids.answerId(session, message),
                at(),
                "No such message.",
                code.kind().wire(),
                code.wire(),
                code.retryable(),
                null,
                null);
        event(refusal, turn, 0, 0, "A");
    }

    void event(ChatEvent event, long turn, int attempt, long seq, String by) {
        EventHead head = new EventHead(event.type(), turn, attempt, seq, event.messageId(), by);
        events.add(new EventRecord(0, events.size(), event.sessionId(), head, event));
    }

    void userRow(String session, String message, @Nullable String parent, String user, String text, long turn) {
        rows.add(new Row(
                session,
                message,
                parent,
                "user",
                user,
                text,
                MessageStatus.COMPLETE,
                turn,
                null,
                null,
                null,
                0,
                turn,
                turn,
                null,
                null,
                null));
    }

    void answerRow(
            String session,
            String message,
            String text,
            MessageStatus status,
            long turn,
            int attempt,
            long chunks,
            @Nullable String finishReason,
            @Nullable String errorCode) {
        rows.add(new Row(
                session,
                Ids.answerId(session, message),
                message,
                "assistant",
                null,
                text,
                status,
                turn,
                attempt,
                finishReason,
                errorCode,
                0,
                0L,
                (long) events.size() - 1,
                chunks,
                digest(text),
                true));
    }

    void annConnects(String session) {
        annSaw.add(connect(false));
        annSaw.add(joined(session, 0));
    }

    static Seen connect(boolean recovered) {
        return told("connect", "{}", recovered);
    }

    static Seen left(String session) {
        return told("session_left", "{\"session_id\":\"" + session + "\"}", false);
    }

    /** Joining where this offset comes next. */
    static Seen joined(String session, long position) {
        return joined(session, position, SessionState.EMPTY);
    }

    static Seen joined(String session, long position, SessionState state) {
        Seen joined = told("session_joined", "{\"session_id\":\"" + session + "\"}", false);
        return standing(joined, session, new SessionPosition(0, position, state));
    }

    /** The same with a cursor that says so. */
    static Seen standing(Seen seen, String session, long position) {
        return standing(seen, session, new SessionPosition(0, position, SessionState.EMPTY));
    }

    private static Seen standing(Seen seen, String session, SessionPosition place) {
        Cursor cursor = new Cursor(1, Instant.EPOCH, new UUID(1, 2), new TreeMap<>(Map.of(session, place)));
        return new Seen(seen.event(), seen.payload(), cursor.encode(), seen.recovered());
    }

    static Seen told(String event, String payload, boolean recovered) {
        return new Seen(event, ChatJson.mapper().readTree(payload), null, recovered);
    }

    void annSeesTheLog() {
        events.forEach(record -> annSaw.add(saw(record)));
    }

    static Seen saw(EventRecord record) {
        String payload = new String(ChatJson.write(record.event()), StandardCharsets.UTF_8);
        return standing(told(record.head().type().wire(), payload, false), record.sessionId(), record.offset() + 1);
    }

    private Instant at() {
        return Instant.EPOCH.plusMillis(events.size());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
