package dev.chatpipeline.faults.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One message, answered "ab" in two chunks; each test breaks one thing and sees it counted. */
class TallyTest {

    private static final String ANSWER = Ids.answerId("s", "m");

    private final List<CommandRecord> commands = new ArrayList<>();
    private final List<EventRecord> events = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private boolean verified = true;

    @BeforeEach
    void allIsWell() {
        ChatCommand command = new ChatCommand.SendMessage(
                "s", "m", "ann", "default", "Hi", true, null, OnBusy.ENQUEUE, Instant.EPOCH);
        commands.add(new CommandRecord(0, 0, CommandHead.of(command, false), command));
        event(new ChatEvent.UserMessage("s", "m", at(), null, "ann", "default", "Hi", ANSWER), 0, 0);
        event(new ChatEvent.ChatStarted("s", ANSWER, at(), "m", 1, "simulated", "m"), 1, 0);
        event(new ChatEvent.ChatChunk("s", ANSWER, at(), 1, 0, "a"), 1, 0);
        event(new ChatEvent.ChatChunk("s", ANSWER, at(), 1, 1, "b"), 1, 1);
        end();
        sent.add(new Sent("s", "m", "Hi", new Ack.Accepted("s", "m", ANSWER)));
        seen.add(told("connect", "{}", null, false));
        seen.add(joined(0));
        events.forEach(record -> seen.add(saw(record)));
    }

    @Test
    void clean() {
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 0, 0, 0, 0));
        assertThat(tally().isClean()).isTrue();
    }

    @Test
    void aGap() {
        seen.remove(4);
        assertThat(tally()).isEqualTo(new Tally(1, 2, 1, 0, 0, 0, 0));
        assertThat(tally().isClean()).isFalse();
    }

    @Test
    void silence() {
        seen.removeLast();
        seen.removeLast();
        assertThat(tally()).isEqualTo(new Tally(1, 2, 2, 0, 0, 0, 0));
    }

    @Test
    void nothingAfterJoining() {
        seen.subList(2, seen.size()).clear();
        assertThat(tally().lost()).isEqualTo(5);
    }

    @Test
    void joinedLater() {
        seen.subList(1, 4).clear();
        seen.add(1, joined(2));
        assertThat(tally().isClean()).isTrue();
    }

    @Test
    void lostAcrossARecoveredConnect() {
        seen.set(4, told("connect", "{}", null, true));
        assertThat(tally().lost()).isEqualTo(1);
    }

    @Test
    void toldThatItMissedSomething() {
        seen.subList(4, seen.size()).clear();
        seen.add(told("connect", "{}", null, false));
        assertThat(tally().isClean()).isTrue();
        seen.add(joined(0));
        assertThat(tally().lost()).isEqualTo(5);
    }

    @Test
    void left() {
        seen.subList(4, seen.size()).clear();
        seen.add(told("session_left", "{\"session_id\":\"s\"}", null, false));
        assertThat(tally().isClean()).isTrue();
    }

    @Test
    void seenTwice() {
        seen.add(4, seen.get(4));
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 1, 0, 0, 0));
    }

    @Test
    void seenTooEarly() {
        seen.add(4, seen.remove(5));
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 0, 1, 0, 0));
    }

    @Test
    void acceptedAndNotInTheLog() {
        sent.add(new Sent("s", "m2", "Hi", new Ack.Accepted("s", "m2", Ids.answerId("s", "m2"))));
        assertThat(tally()).isEqualTo(new Tally(2, 2, 1, 0, 0, 0, 0));
    }

    @Test
    void neverEnded() {
        events.removeLast();
        seen.removeLast();
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 0, 0, 1, 0));
    }

    @Test
    void neverAnswered() {
        assertThat(Tally.of(observed(), 3).stuck()).isEqualTo(3);
    }

    @Test
    void notProved() {
        verified = false;
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 0, 0, 0, 1));
    }

    private Tally tally() {
        return Tally.of(observed(), 0);
    }

    private Observation observed() {
        Row row = new Row(
                "s",
                ANSWER,
                "m",
                "assistant",
                null,
                "ab",
                MessageStatus.COMPLETE,
                0,
                1,
                "stop",
                null,
                0,
                1L,
                4L,
                2L,
                "",
                verified);
        return new Observation(
                List.of(new ClientLog("tab", "ann", sent, seen)), new Log(commands, events), List.of(row));
    }

    private void end() {
        event(new ChatEvent.ChatComplete("s", ANSWER, at(), 1, 2, "ab", "stop", "simulated", "m", null, null, 1), 1, 2);
    }

    private void event(ChatEvent event, int attempt, long seq) {
        EventHead head = new EventHead(event.type(), 0, attempt, seq, event.messageId(), "A");
        events.add(new EventRecord(0, events.size(), "s", head, event));
    }

    private Instant at() {
        return Instant.EPOCH.plusMillis(events.size());
    }

    private static Seen joined(long position) {
        return told("session_joined", "{\"session_id\":\"s\"}", cursor(position), false);
    }

    private static Seen saw(EventRecord record) {
        return told(
                record.head().type().wire(),
                ChatJson.mapper().writeValueAsString(ChatJson.mapper().readTree(ChatJson.write(record.event()))),
                cursor(record.offset() + 1),
                false);
    }

    private static String cursor(long position) {
        Cursor.SessionPosition place = new Cursor.SessionPosition(0, position, SessionState.EMPTY);
        return new Cursor(1, Instant.EPOCH, new UUID(1, 2), new TreeMap<>(Map.of("s", place))).encode();
    }

    private static Seen told(String event, String payload, @Nullable String cursor, boolean recovered) {
        return new Seen(event, ChatJson.mapper().readTree(payload), cursor, recovered);
    }
}
