package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.projector.topology.OpenTurn.Said;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/** {@link SessionFold} as bytes, by hand: it is read and written once per token. */
final class SessionFoldSerde {

    private static final byte VERSION = 2;

    private SessionFoldSerde() {}

    static Serde<SessionFold> create() {
        return Serdes.serdeFrom(
                (topic, fold) -> fold == null ? null : write(fold),
                (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    static byte[] write(SessionFold fold) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writeEvents(out, fold.events());
            writeText(out, fold.lastAnswerId());
            OpenTurn open = fold.open();
            out.writeBoolean(open != null);
            if (open != null) {
                writeOpen(out, open);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SessionFold read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("session state version: " + version + " (expected: " + VERSION + ")");
            }
            SessionState events = readEvents(in);
            @Nullable String lastAnswerId = readText(in);
            return new SessionFold(events, in.readBoolean() ? readOpen(in) : null, lastAnswerId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeEvents(DataOutputStream out, SessionState state) throws IOException {
        ByteUtils.writeVarlong(state.turn(), out);
        ByteUtils.writeVarint(state.attempt(), out);
        ByteUtils.writeVarlong(state.nextSeq(), out);
        out.writeBoolean(state.open());
        ByteUtils.writeVarlong(state.introduced(), out);
        ByteUtils.writeVarint(state.endedEarly().size(), out);
        for (long turn : state.endedEarly()) {
            ByteUtils.writeVarlong(turn, out);
        }
    }

    private static SessionState readEvents(DataInputStream in) throws IOException {
        long turn = ByteUtils.readVarlong(in);
        int attempt = ByteUtils.readVarint(in);
        long nextSeq = ByteUtils.readVarlong(in);
        boolean open = in.readBoolean();
        long introduced = ByteUtils.readVarlong(in);
        TreeSet<Long> endedEarly = new TreeSet<>();
        for (int left = ByteUtils.readVarint(in); left > 0; left--) {
            endedEarly.add(ByteUtils.readVarlong(in));
        }
        return new SessionState(
                turn, attempt, nextSeq, open, introduced, Collections.unmodifiableSortedSet(endedEarly));
    }

    private static void writeOpen(DataOutputStream out, OpenTurn open) throws IOException {
        ByteUtils.writeVarlong(open.firstOffset(), out);
        ByteUtils.writeVarlong(open.startedAt().getEpochSecond(), out);
        ByteUtils.writeVarint(open.startedAt().getNano(), out);
        writeText(out, open.provider());
        writeText(out, open.model());
        writeBytes(out, open.digest().encoded());
        ByteUtils.writeVarint(open.earlier().size(), out);
        for (Said said : open.earlier()) {
            ByteUtils.writeVarint(said.attempt(), out);
            ByteUtils.writeVarlong(said.chunks(), out);
            out.writeUTF(said.digest());
        }
    }

    private static OpenTurn readOpen(DataInputStream in) throws IOException {
        long firstOffset = ByteUtils.readVarlong(in);
        Instant startedAt = Instant.ofEpochSecond(ByteUtils.readVarlong(in), ByteUtils.readVarint(in));
        @Nullable String provider = readText(in);
        @Nullable String model = readText(in);
        ChunkDigest digest = new ChunkDigest(in.readNBytes(ByteUtils.readVarint(in)));
        int count = ByteUtils.readVarint(in);
        List<Said> earlier = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            earlier.add(new Said(ByteUtils.readVarint(in), ByteUtils.readVarlong(in), in.readUTF()));
        }
        return new OpenTurn(firstOffset, startedAt, provider, model, digest, List.copyOf(earlier));
    }

    private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? new String(in.readNBytes(ByteUtils.readVarint(in)), StandardCharsets.UTF_8) : null;
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        ByteUtils.writeVarint(bytes.length, out);
        out.write(bytes);
    }
}
