package dev.chatpipeline.projector.topology;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Serializes a {@link LogRecord}. */
final class LogRecordSerde {

    private static final int ABSENT = -1;

    private LogRecordSerde() {}

    static Serde<LogRecord> create() {
        return Serdes.serdeFrom(
                (topic, item) -> item == null ? null : write(item),
                (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    private static byte[] write(LogRecord item) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(item.topic());
            out.writeInt(item.partition());
            out.writeLong(item.offset());
            out.writeLong(item.timestamp());
            writeBytes(out, item.key() == null ? null : item.key().getBytes(StandardCharsets.UTF_8));
            writeBytes(out, item.value());
            Header[] headers = item.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                writeBytes(out, header.key().getBytes(StandardCharsets.UTF_8));
                writeBytes(out, header.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static LogRecord read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String topic = in.readUTF();
            int partition = in.readInt();
            long offset = in.readLong();
            long timestamp = in.readLong();
            byte @Nullable [] key = readBytes(in);
            byte @Nullable [] value = readBytes(in);
            Headers headers = new RecordHeaders();
            for (int left = in.readInt(); left > 0; left--) {
                headers.add(text(readBytes(in)), readBytes(in));
            }
            return new LogRecord(topic, partition, offset, timestamp, key == null ? null : text(key), value, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? ABSENT : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == ABSENT ? null : in.readNBytes(length);
    }
}
