package dev.chatpipeline.projector.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * An id that is taken in its session.
 *
 * @param turn       the turn whose command took it; only this turn writes the row with that id
 * @param questionId the user message that it answers; null unless it is an answer's id
 */
record KnownId(long turn, @Nullable String questionId) {

    static Serde<KnownId> serde() {
        return Serdes.serdeFrom(
                (topic, id) -> id == null ? null : id.write(), (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    private byte[] write() {
        byte[] question = questionId == null ? new byte[0] : questionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + question.length)
                .putLong(turn)
                .put(question)
                .array();
    }

    private static KnownId read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long turn = in.getLong();
        // An id is never empty.
        String question = StandardCharsets.UTF_8.decode(in).toString();
        return new KnownId(turn, question.isEmpty() ? null : question);
    }
}
