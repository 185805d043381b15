package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Told;
import dev.chatpipeline.testkit.records.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history made by hand, in one partition: the log, the message table, and what Ann and Bob saw. */
final class Story {

    final List<CommandRecord> commands = new ArrayList<>();
    final List<EventRecord> events = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final List<Sent> annSent = new ArrayList<>();
    final List<Seen> annSaw = new ArrayList<>();
    final List<Sent> bobSent = new ArrayList<>();
    final List<Seen> bobSaw = new ArrayList<>();

    /** Ann asks, worker A answers "ab", she sees all of it, and the rows say so. */
    static Story ofOneAnswer() {
        Story story = new Story();
        story.annSaw.add(Told.connect(false));
        story.annSaw.add(Told.joined("s1", 0));
        Turn turn = story.asks("ann", "s1", "m1");
        story.annSent.add(new Sent("s1", "m1", "Hi", accepted("s1", "m1")));
        story.says(turn.introduced(null, "Hi"));
        story.says(turn.started(1));
        story.says(turn.chunk(1, 0, "a"));
        story.says(turn.chunk(1, 1, "b"));
        story.says(turn.complete(1, 2, "ab"));
        story.events.forEach(record -> story.annSaw.add(Told.of(record)));
        story.userRow(turn, null, "ann");
        story.answerRow(turn, MessageStatus.COMPLETE, 1, 2, "ab");
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

    /** Somebody asks "Hi"; worker A is to answer. */
    Turn asks(String user, String session, String message) {
        Chat chat = new Chat(session);
        return chat.turn(command(chat.appends(user, message, "Hi")), message).by("A");
    }

    /** Ann asks under a message that does not exist, which is rejected. */
    Turn asksUnderNothing(String session, String message) {
        Chat chat = new Chat(session);
        Turn turn = chat.turn(command(chat.under("nowhere", message)), message).by("A");
        says(turn.failed(0, FailureCode.UNKNOWN_PARENT, 0, null));
        return turn;
    }

    long command(ChatCommand command) {
        long offset = commands.size();
        commands.add(new CommandRecord(0, offset, CommandHead.of(command, false), command));
        return offset;
    }

    void says(Said said) {
        events.add(new EventRecord(0, events.size(), said.event().sessionId(), said.head(), said.event()));
    }

    void userRow(Turn turn, @Nullable String parent, String user) {
        rows.add(new Row(
                turn.sessionId(),
                turn.questionId(),
                parent,
                "user",
                user,
                "Hi",
                MessageStatus.COMPLETE,
                turn.offset(),
                null,
                null,
                null,
                0,
                turn.offset(),
                turn.offset(),
                null,
                null,
                null));
    }

    /** The answer's row; one that was rejected names an unknown parent. */
    void answerRow(Turn turn, MessageStatus status, int attempt, long chunks, String text) {
        rows.add(new Row(
                turn.sessionId(),
                turn.answerId(),
                turn.questionId(),
                "assistant",
                null,
                text,
                status,
                turn.offset(),
                attempt,
                status == MessageStatus.COMPLETE ? "stop" : null,
                status == MessageStatus.REJECTED ? FailureCode.UNKNOWN_PARENT.wire() : null,
                0,
                0L,
                (long) events.size() - 1,
                chunks,
                digest(text),
                true));
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
