package dev.chatpipeline.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final Conversation conversation = new Conversation("s");

    @Test
    void aQuestionWithoutAnAnswerStaysAndABlankAnswerIsLeftOut() {
        turn(message("m1", "one"), "first answer");
        turn(message("m2", "two"), "");
        turn(message("m2b", "two again"), "\n\n");
        Placement.Turn third = add(message("m3", "three"));

        assertThat(conversation.pathTo(third.questionId()))
                .containsExactly(
                        new Message(Role.USER, "one"),
                        new Message(Role.ASSISTANT, "first answer"),
                        new Message(Role.USER, "two"),
                        new Message(Role.USER, "two again"),
                        new Message(Role.USER, "three"));
    }

    @Test
    void followsTheBranchThatWasAskedFor() {
        turn(message("m1", "one"), "answer one");
        turn(message("m2", "two"), "answer two");
        ChatCommand.SendMessage branch = new ChatCommand.SendMessage(
                "s", "m3", "u", "w", "other", false, message("m1", "").answerId(), OnBusy.ENQUEUE, Instant.EPOCH);
        Placement.Turn placed = add(branch);

        assertThat(conversation.pathTo(placed.questionId()))
                .extracting(Message::text)
                .containsExactly("one", "answer one", "other");
        assertThat(conversation.lastAnswerId()).isEqualTo(branch.answerId());
    }

    @Test
    void asksTheSameQuestionAgain() {
        turn(message("m1", "one"), "answer one");
        ChatCommand.Regenerate again =
                new ChatCommand.Regenerate("s", message("m1", "").answerId(), "r1", "u", "w", Instant.EPOCH);
        Placement.Turn placed = (Placement.Turn) TurnRules.place(again, conversation);
        conversation.add(again, placed);

        assertThat(conversation.pathTo(placed.questionId())).containsExactly(new Message(Role.USER, "one"));
        assertThat(TurnRules.place(again, conversation)).isInstanceOf(Placement.Resend.class);
    }

    @Test
    void knowsTheSameFromRowsAsFromTurns() {
        turn(message("m1", "one"), "answer one");
        Conversation cold = new Conversation("s");
        cold.restore("m1", Role.USER, null, "one");
        cold.restore(message("m1", "").answerId(), Role.ASSISTANT, "m1", "answer one");

        assertThat(TurnRules.place(message("m1", "one"), cold)).isInstanceOf(Placement.Resend.class);
        assertThat(TurnRules.place(message("m2", "two"), cold))
                .isEqualTo(TurnRules.place(message("m2", "two"), conversation));
        assertThat(cold.characters()).isEqualTo(conversation.characters());
    }

    private static ChatCommand.SendMessage message(String id, String text) {
        return new ChatCommand.SendMessage("s", id, "u", "w", text, true, null, OnBusy.ENQUEUE, Instant.EPOCH);
    }

    private Placement.Turn add(ChatCommand.SendMessage message) {
        Placement.Turn placed = (Placement.Turn) TurnRules.place(message, conversation);
        conversation.add(message, placed);
        return placed;
    }

    private void turn(ChatCommand.SendMessage message, String answer) {
        conversation.answered(add(message).answerId(), answer);
    }
}
