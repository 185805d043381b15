package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand.Ask;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatCommand.Regenerate;
import dev.chatpipeline.contracts.ChatCommand.SendMessage;
import dev.chatpipeline.contracts.TurnRules.Placement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnRulesTest {

    private final Memory known = new Memory();

    @Test
    void theFirstMessageIsARoot() {
        assertThat(place(appended("m1"))).isEqualTo(new Placement.Turn("m1", null, answer("m1"), false));
    }

    @Test
    void anAppendedMessageHangsUnderThePreviousTurnsAnswer() {
        place(appended("m1"));
        place(appended("m2"));
        assertThat(place(appended("m3"))).isEqualTo(new Placement.Turn("m3", answer("m2"), answer("m3"), false));
    }

    @Test
    void anAppendedMessageFollowsTheLastTurnEvenIfThatBranchedOff() {
        place(appended("m1"));
        place(appended("m2"));
        place(under("m3", answer("m1")));
        assertThat(place(appended("m4"))).isEqualTo(new Placement.Turn("m4", answer("m3"), answer("m4"), false));
    }

    @Test
    void aGivenParentIsWhereAMessageHangs() {
        place(appended("m1"));
        place(appended("m2"));
        assertThat(place(under("m3", answer("m1"))))
                .isEqualTo(new Placement.Turn("m3", answer("m1"), answer("m3"), false));
        assertThat(place(under("m4", "m1"))).isEqualTo(new Placement.Turn("m4", "m1", answer("m4"), false));
    }

    @Test
    void aMessageWithoutParentThatDoesNotAppendIsANewRoot() {
        place(appended("m1"));
        assertThat(place(under("m2", null))).isEqualTo(new Placement.Turn("m2", null, answer("m2"), false));
    }

    @Test
    void anUnknownParentMakesNoTurn() {
        place(appended("m1"));
        assertThat(place(under("m2", "nowhere"))).isEqualTo(new Placement.Unknown("nowhere"));
        assertThat(place(under("m3", "m3"))).as("its own parent").isEqualTo(new Placement.Unknown("m3"));
        assertThat(place(appended("m4"))).isEqualTo(new Placement.Turn("m4", answer("m1"), answer("m4"), false));
    }

    @Test
    void aResendDoesNothingWhateverItSays() {
        place(appended("m1"));
        place(appended("m2"));
        assertThat(place(appended("m1"))).isEqualTo(new Placement.Resend());
        assertThat(place(under("m1", "nowhere"))).isEqualTo(new Placement.Resend());
        assertThat(place(new SendMessage(
                        "s1", "m1", "u1", "default", "other", true, null, OnBusy.INTERRUPT, Instant.EPOCH)))
                .isEqualTo(new Placement.Resend());
        assertThat(place(appended("m3"))).isEqualTo(new Placement.Turn("m3", answer("m2"), answer("m3"), false));
    }

    @Test
    void aQuestionIsAnsweredAgainUnderTheSameQuestion() {
        place(appended("m1"));
        place(appended("m2"));
        assertThat(place(again(answer("m1"), "r1"))).isEqualTo(new Placement.Turn("m1", null, answer("r1"), true));
        assertThat(place(again(answer("r1"), "r2"))).isEqualTo(new Placement.Turn("m1", null, answer("r2"), true));
        assertThat(place(again(answer("m1"), "r1"))).isEqualTo(new Placement.Resend());
        assertThat(place(appended("m3"))).isEqualTo(new Placement.Turn("m3", answer("r2"), answer("m3"), false));
    }

    @Test
    void onlyAnAnswerCanBeAskedForAgain() {
        place(appended("m1"));
        assertThat(place(again("m1", "r1"))).isEqualTo(new Placement.Unknown("m1"));
        assertThat(place(again("nowhere", "r2"))).isEqualTo(new Placement.Unknown("nowhere"));
    }

    @Test
    void questionsAnswersAndRequestsShareOneSpaceOfIds() {
        place(appended("m1"));
        assertThat(place(appended(answer("m1")))).as("an answer's id").isEqualTo(new Placement.Resend());
        place(again(answer("m1"), "r1"));
        assertThat(place(appended("r1"))).as("a request's id").isEqualTo(new Placement.Resend());
        assertThat(place(again(answer("m1"), "m1"))).as("a question's id").isEqualTo(new Placement.Resend());
    }

    @Test
    void anIdTakenAheadOfTheAnswerItBelongsToIsNotUsedTwice() {
        place(appended(answer("m2")));
        assertThat(place(appended("m2"))).isEqualTo(new Placement.Resend());
    }

    private Placement place(Ask command) {
        Placement placement = TurnRules.place(command, known);
        if (placement instanceof Placement.Turn turn) {
            known.add(command, turn);
        }
        return placement;
    }

    private static SendMessage appended(String id) {
        return new SendMessage("s1", id, "u1", "default", "Hi", true, null, OnBusy.ENQUEUE, Instant.EPOCH);
    }

    private static SendMessage under(String id, @Nullable String parentId) {
        return new SendMessage("s1", id, "u1", "default", "Hi", false, parentId, OnBusy.ENQUEUE, Instant.EPOCH);
    }

    private static Regenerate again(String answerId, String requestId) {
        return new Regenerate("s1", answerId, requestId, "u1", "default", Instant.EPOCH);
    }

    private static String answer(String requestId) {
        return Ids.answerId("s1", requestId);
    }

    /** A worker that has seen every command. */
    private static final class Memory implements TurnRules.Known {

        private final Set<String> ids = new HashSet<>();
        private final Map<String, String> questions = new HashMap<>();
        private @Nullable String last;

        void add(Ask command, Placement.Turn turn) {
            ids.add(command.requestId());
            ids.add(turn.answerId());
            questions.put(turn.answerId(), turn.questionId());
            last = turn.answerId();
        }

        @Override
        public boolean contains(String id) {
            return ids.contains(id);
        }

        @Override
        public @Nullable String questionOf(String answerId) {
            return questions.get(answerId);
        }

        @Override
        public @Nullable String lastAnswerId() {
            return last;
        }
    }
}
