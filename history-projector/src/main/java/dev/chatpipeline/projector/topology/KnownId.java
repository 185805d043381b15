package dev.chatpipeline.projector.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an id in its session: from commands, whether it is taken; from rows, which turn's row it names.
 *
 * @param turn       offset of the first command that took the id, -1 while none did
 * @param questionId the user's message it answers; null unless it is an answer's id
 * @param rowTurn    the turn of the row under this id, -1 while there is none
 */
record KnownId(long turn, @Nullable String questionId, long rowTurn) {

    static final KnownId NEW = new KnownId(-1, null, -1);

    KnownId taken(long byTurn, @Nullable String question) {
        return new KnownId(byTurn, question, rowTurn);
    }

    KnownId row(long ofTurn) {
        return new KnownId(turn, questionId, ofTurn);
    }

    boolean isTaken() {
        return turn >= 0;
    }

    boolean hasRow() {
        return rowTurn >= 0;
    }

    static Serde<KnownId> serde() {
        return Serdes.serdeFrom(
                (topic, id) -> id == null ? null : id.write(), (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    private byte[] write() {
        byte[] question = questionId == null ? new byte[0] : questionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + question.length)
                .putLong(turn)
                .putLong(rowTurn)
                .put(question)
                .array();
    }

    private static KnownId read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long turn = in.getLong();
        long rowTurn = in.getLong();
        // An id is never empty.
        String question = StandardCharsets.UTF_8.decode(in).toString();
        return new KnownId(turn, question.isEmpty() ? null : question, rowTurn);
    }
}
