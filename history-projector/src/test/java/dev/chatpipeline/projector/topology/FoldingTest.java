package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Turn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Base class of tests that fold one session and check its rows. */
abstract class FoldingTest {

    static final String SESSION = "s";

    final Folding folding = new Folding();
    final Chat chat = new Chat(SESSION);

    @AfterEach
    final void close() {
        folding.close();
    }

    /** Sends a message in the session. */
    final Turn ask(String messageId) {
        return chat.turn(folding.pipe(chat.appends(messageId)), messageId);
    }

    final MessageRow row(String messageId) {
        MessageRow row = find(messageId);
        assertThat(row).as("row of %s", messageId).isNotNull();
        return row;
    }

    final AnswerRow answer(Turn turn) {
        return (AnswerRow) row(turn.answerId());
    }

    final @Nullable MessageRow find(String messageId) {
        return folding.row(SESSION, messageId);
    }

    final Proof proof(Turn turn) {
        Proof proof = answer(turn).proof();
        assertThat(proof).isNotNull();
        return proof;
    }
}
