package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.SessionState;
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

/** Serializes a {@link SessionFold}. Written by hand for speed, because it runs twice per token. */
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
            @Nullable RunningAnswer running = fold.running();
            out.writeBoolean(running != null);
            if (running != null) {
                writeRunning(out, running);
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
            return new SessionFold(events, in.readBoolean() ? readRunning(in) : null, lastAnswerId);
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

    private static void writeRunning(DataOutputStream out, RunningAnswer running) throws IOException {
        ByteUtils.writeVarlong(running.firstOffset(), out);
        ByteUtils.writeVarlong(running.startedAt().getEpochSecond(), out);
        ByteUtils.writeVarint(running.startedAt().getNano(), out);
        writeText(out, running.provider());
        writeText(out, running.model());
        writeBytes(out, running.digest().encoded());
        ByteUtils.writeVarint(running.earlier().size(), out);
        for (AttemptDigest said : running.earlier()) {
            ByteUtils.writeVarint(said.attempt(), out);
            ByteUtils.writeVarlong(said.chunks(), out);
            out.writeUTF(said.digest());
        }
    }

    private static RunningAnswer readRunning(DataInputStream in) throws IOException {
        long firstOffset = ByteUtils.readVarlong(in);
        Instant startedAt = Instant.ofEpochSecond(ByteUtils.readVarlong(in), ByteUtils.readVarint(in));
        @Nullable String provider = readText(in);
        @Nullable String model = readText(in);
        ChunkDigest digest = new ChunkDigest(in.readNBytes(ByteUtils.readVarint(in)));
        int count = ByteUtils.readVarint(in);
        List<AttemptDigest> earlier = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            earlier.add(new AttemptDigest(ByteUtils.readVarint(in), ByteUtils.readVarlong(in), in.readUTF()));
        }
        return new RunningAnswer(firstOffset, startedAt, provider, model, digest, List.copyOf(earlier));
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
