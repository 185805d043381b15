package dev.chatpipeline.contracts;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has seen the log. It is sent as an opaque string with each event, and a client that reconnects sends the
 * last one back. A cursor from a client is untrusted: it grants no access, it only says where to continue.
 *
 * @param nonce     nonce of the recovery id that it belongs to
 * @param sentAt    when it was created, in milliseconds
 * @param topicId   id of {@code chat.events}, so that a recreated topic is noticed
 * @param sessions  the followed sessions by id, and how far each has been seen
 */
public record Cursor(long nonce, Instant sentAt, UUID topicId, SortedMap<String, SessionPosition> sessions) {

    /**
     * How far a session has been seen.
     *
     * @param partition the session's partition
     * @param position  the next offset to read in {@code chat.events}
     * @param state     what the session's events below that offset fold to
     */
    public record SessionPosition(int partition, long position, SessionState state) {}

    /** Maximum number of partitions, of sessions in a partition, and of early ends in a session. */
    private static final int MAX_ENTRIES = 1024;

    /** Maximum number of characters that are decoded; 16 sessions with the longest ids take some 4,000. */
    private static final int MAX_LENGTH = 64 * 1024;

    private static final byte VERSION = 1;
    private static final byte ID_AS_UUID = 0;

    private static final int OPEN = 1;
    private static final int EARLY_ENDS = 2;
    private static final int AHEAD = 4;

    /**
     * The string for the client: varints and 16-byte UUIDs in base64url. The sessions of a partition mostly share one position,
     * which is written once.
     */
    public String encode() {
        ByteBuffer out = ByteBuffer.allocate(sizeBound());
        out.put(VERSION).putLong(nonce);
        ByteUtils.writeVarlong(sentAt.toEpochMilli(), out);
        putUuid(out, topicId);
        SortedMap<Integer, List<Map.Entry<String, SessionPosition>>> partitions = byPartition();
        ByteUtils.writeUnsignedVarint(partitions.size(), out);
        partitions.forEach((partition, members) -> putPartition(out, partition, members));
        out.flip();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException if the string is not a cursor of this version */
    public static Cursor decode(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "cursor: " + text.length() + " characters (expected: <= " + MAX_LENGTH + ")");
        }
        ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("cursor version: " + version + " (expected: " + VERSION + ")");
            }
            long nonce = in.getLong();
            Instant sentAt = Instant.ofEpochMilli(ByteUtils.readVarlong(in));
            UUID topicId = getUuid(in);
            SortedMap<String, SessionPosition> sessions = new TreeMap<>();
            for (int left = count(in); left > 0; left--) {
                getPartition(in, sessions);
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("cursor: " + in.remaining() + " bytes too many");
            }
            return new Cursor(nonce, sentAt, topicId, Collections.unmodifiableSortedMap(sessions));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("cursor: truncated", e);
        }
    }

    private int sizeBound() {
        int size = 64;
        for (Map.Entry<String, SessionPosition> session : sessions.entrySet()) {
            size += 90
                    + 3 * session.getKey().length()
                    + 10 * session.getValue().state().endedEarly().size();
        }
        return size;
    }

    private SortedMap<Integer, List<Map.Entry<String, SessionPosition>>> byPartition() {
        SortedMap<Integer, List<Map.Entry<String, SessionPosition>>> partitions = new TreeMap<>();
        for (Map.Entry<String, SessionPosition> session : sessions.entrySet()) {
            partitions
                    .computeIfAbsent(session.getValue().partition(), partition -> new ArrayList<>(1))
                    .add(session);
        }
        return partitions;
    }

    private static void putPartition(ByteBuffer out, int partition, List<Map.Entry<String, SessionPosition>> members) {
        long lowest = Long.MAX_VALUE;
        for (Map.Entry<String, SessionPosition> member : members) {
            lowest = Math.min(lowest, member.getValue().position());
        }
        ByteUtils.writeUnsignedVarint(partition, out);
        ByteUtils.writeVarlong(lowest, out);
        ByteUtils.writeUnsignedVarint(members.size(), out);
        for (Map.Entry<String, SessionPosition> member : members) {
            putId(out, member.getKey());
            putState(out, member.getValue().state(), member.getValue().position() - lowest);
        }
    }

    private static void getPartition(ByteBuffer in, SortedMap<String, SessionPosition> sessions) {
        int partition = count(in);
        long lowest = natural(in);
        for (int left = count(in); left > 0; left--) {
            sessions.put(getId(in), getSessionPosition(in, partition, lowest));
        }
    }

    private static void putState(ByteBuffer out, SessionState state, long ahead) {
        SortedSet<Long> early = state.endedEarly();
        ByteUtils.writeUnsignedVarint(
                (state.open() ? OPEN : 0) | (early.isEmpty() ? 0 : EARLY_ENDS) | (ahead == 0 ? 0 : AHEAD), out);
        if (ahead > 0) {
            ByteUtils.writeVarlong(ahead, out);
        }
        ByteUtils.writeVarlong(state.turn(), out);
        ByteUtils.writeVarlong(state.introduced() - state.turn(), out);
        // Attempt and sequence number do not matter once the turn has ended.
        if (state.open()) {
            ByteUtils.writeUnsignedVarint(state.attempt(), out);
            ByteUtils.writeVarlong(state.nextSeq(), out);
        }
        if (!early.isEmpty()) {
            ByteUtils.writeUnsignedVarint(early.size(), out);
            long previous = state.turn();
            for (long turn : early) {
                ByteUtils.writeVarlong(turn - previous, out);
                previous = turn;
            }
        }
    }

    private static SessionPosition getSessionPosition(ByteBuffer in, int partition, long lowest) {
        int flags = ByteUtils.readUnsignedVarint(in);
        long position = (flags & AHEAD) == 0 ? lowest : lowest + natural(in);
        if (position < 0) {
            throw new IllegalArgumentException("cursor: position " + position + " (expected: >= 0)");
        }
        return new SessionPosition(partition, position, getState(in, flags));
    }

    private static SessionState getState(ByteBuffer in, int flags) {
        boolean open = (flags & OPEN) != 0;
        long turn = position(ByteUtils.readVarlong(in));
        long introduced = position(turn + ByteUtils.readVarlong(in));
        int attempt = open ? ByteUtils.readUnsignedVarint(in) : 0;
        long nextSeq = open ? natural(in) : 0;
        if (open && (turn < 0 || attempt < 1)) {
            throw new IllegalArgumentException(
                    "cursor: open turn " + turn + ", attempt " + attempt + " (expected: turn >= 0, attempt >= 1)");
        }
        SortedSet<Long> early = new TreeSet<>();
        if ((flags & EARLY_ENDS) != 0) {
            long previous = turn;
            for (int left = count(in); left > 0; left--) {
                previous = position(previous + natural(in));
                early.add(previous);
            }
        }
        return new SessionState(turn, attempt, nextSeq, open, introduced, Collections.unmodifiableSortedSet(early));
    }

    private static void putId(ByteBuffer out, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        UUID uuid = asUuid(id);
        if (uuid != null) {
            out.put(ID_AS_UUID);
            putUuid(out, uuid);
        } else {
            ByteUtils.writeUnsignedVarint(text.length, out);
            out.put(text);
        }
    }

    private static String getId(ByteBuffer in) {
        int length = ByteUtils.readUnsignedVarint(in);
        if (length == ID_AS_UUID) {
            return getUuid(in).toString();
        }
        if (length < 0 || length > Ids.MAX_LENGTH || length > in.remaining()) {
            throw new IllegalArgumentException("cursor: id of " + length + " bytes");
        }
        byte[] text = new byte[length];
        in.get(text);
        String id = new String(text, StandardCharsets.UTF_8);
        if (!Ids.isValid(id)) {
            throw new IllegalArgumentException("cursor: invalid session id");
        }
        return id;
    }

    /** The id as a UUID, if that loses no information; else null. */
    private static @Nullable UUID asUuid(String id) {
        if (id.length() != 36) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void putUuid(ByteBuffer out, UUID uuid) {
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID getUuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static int count(ByteBuffer in) {
        int count = ByteUtils.readUnsignedVarint(in);
        if (count < 0 || count > MAX_ENTRIES) {
            throw new IllegalArgumentException("cursor: " + count + " entries (expected: 0 to " + MAX_ENTRIES + ")");
        }
        return count;
    }

    /** An offset, or -1 for none. */
    private static long position(long offset) {
        if (offset < -1) {
            throw new IllegalArgumentException("cursor: offset " + offset + " (expected: >= -1)");
        }
        return offset;
    }

    private static long natural(ByteBuffer in) {
        long number = ByteUtils.readVarlong(in);
        if (number < 0) {
            throw new IllegalArgumentException("cursor: " + number + " (expected: >= 0)");
        }
        return number;
    }
}
