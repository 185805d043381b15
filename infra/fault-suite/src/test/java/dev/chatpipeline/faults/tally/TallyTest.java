package dev.chatpipeline.faults.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.Row;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Told;
import dev.chatpipeline.testkit.records.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One message, answered "ab" in two chunks; each test breaks one thing and sees it counted. */
class TallyTest {

    private static final Chat CHAT = new Chat("s");
    private static final Turn TURN = CHAT.turn(0, "m");
    private static final String ANSWER = TURN.answerId();

    private final List<CommandRecord> commands = new ArrayList<>();
    private final List<EventRecord> events = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private boolean verified = true;

    @BeforeEach
    void allIsWell() {
        ChatCommand command = CHAT.appends("ann", "m", "Hi");
        commands.add(new CommandRecord(0, 0, CommandHead.of(command, false), command));
        says(TURN.introduced(null, "Hi"));
        says(TURN.started(1));
        says(TURN.chunk(1, 0, "a"));
        says(TURN.chunk(1, 1, "b"));
        says(TURN.complete(1, 2, "ab"));
        sent.add(new Sent("s", "m", "Hi", new Ack.Accepted("s", "m", ANSWER)));
        seen.add(Told.connect(false));
        seen.add(Told.joined("s", 0));
        events.forEach(record -> seen.add(Told.of(record)));
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
        seen.add(1, Told.joined("s", 2));
        assertThat(tally().isClean()).isTrue();
    }

    @Test
    void lostAcrossARecoveredConnect() {
        seen.set(4, Told.connect(true));
        assertThat(tally().lost()).isEqualTo(1);
    }

    @Test
    void toldThatItMissedSomething() {
        seen.subList(4, seen.size()).clear();
        seen.add(Told.connect(false));
        assertThat(tally().isClean()).isTrue();
        seen.add(Told.joined("s", 0));
        assertThat(tally().lost()).isEqualTo(5);
    }

    @Test
    void left() {
        seen.subList(4, seen.size()).clear();
        seen.add(Told.left("s"));
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

    private void says(Said said) {
        events.add(new EventRecord(0, events.size(), "s", said.head(), said.event()));
    }
}
