package dev.chatpipeline.contracts;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record in {@code chat.events}: all that readers need to decide whether it counts. Numbers are decimal
 * ASCII, so that any Kafka tool shows them.
 *
 * @param type      the event's type
 * @param turn      offset in {@code chat.commands} of the command that is answered
 * @param attempt   counts from 1; 0 for records about a turn that has not started
 * @param seq       a chunk's number in its attempt; for an end, the attempt's number of chunks; else 0
 * @param messageId the answer's id; for {@link EventType#USER_MESSAGE} the id of the user's message
 * @param by        random id of the worker process that wrote it
 * @param keep      on a heartbeat: the writer has handed the partition over and will finish the turn
 * @param alone     on a start: no other suspect turn runs beside this one
 * @param parentId  on starts and ends: the user message that is answered
 * @param workspaceId on starts and ends: the workspace of the turn
 */
public record EventHead(
        EventType type,
        long turn,
        int attempt,
        long seq,
        String messageId,
        String by,
        boolean keep,
        boolean alone,
        @Nullable String parentId,
        @Nullable String workspaceId) {

    private static final String TYPE = "type";
    private static final String TURN = "turn";
    private static final String ATTEMPT = "attempt";
    private static final String SEQ = "seq";
    private static final String MESSAGE_ID = "message_id";
    private static final String BY = "by";
    private static final String KEEP = "keep";
    private static final String ALONE = "alone";
    private static final String PARENT_ID = "parent_id";
    private static final String WORKSPACE_ID = "workspace_id";

    /** A head without the optional fields. */
    public EventHead(EventType type, long turn, int attempt, long seq, String messageId, String by) {
        this(type, turn, attempt, seq, messageId, by, false, false, null, null);
    }

    /** This head with the user message that is answered and the workspace. */
    public EventHead answering(String parentId, String workspaceId) {
        return new EventHead(type, turn, attempt, seq, messageId, by, keep, alone, parentId, workspaceId);
    }

    /** This head for a kept answer. */
    public EventHead kept() {
        return new EventHead(type, turn, attempt, seq, messageId, by, true, alone, parentId, workspaceId);
    }

    /** This head for the start of an attempt that runs alone. */
    public EventHead runAlone() {
        return new EventHead(type, turn, attempt, seq, messageId, by, keep, true, parentId, workspaceId);
    }

    /** The headers of a record with this head. */
    public Headers toHeaders() {
        RecordHeaders headers = new RecordHeaders();
        put(headers, TYPE, type.wire());
        put(headers, TURN, Long.toString(turn));
        put(headers, ATTEMPT, Integer.toString(attempt));
        put(headers, SEQ, Long.toString(seq));
        put(headers, MESSAGE_ID, messageId);
        put(headers, BY, by);
        if (keep) {
            put(headers, KEEP, "1");
        }
        if (alone) {
            put(headers, ALONE, "1");
        }
        if (parentId != null) {
            put(headers, PARENT_ID, parentId);
        }
        if (workspaceId != null) {
            put(headers, WORKSPACE_ID, workspaceId);
        }
        return headers;
    }

    /** @throws MalformedRecordException if a header is missing or unreadable */
    public static EventHead from(Headers headers) {
        @Nullable String type = null;
        @Nullable String messageId = null;
        @Nullable String by = null;
        @Nullable String parentId = null;
        @Nullable String workspaceId = null;
        long turn = -1;
        int attempt = -1;
        long seq = -1;
        boolean keep = false;
        boolean alone = false;
        for (Header header : headers) {
            byte[] value = header.value();
            if (value == null) {
                continue;
            }
            switch (header.key()) {
                case TYPE -> type = text(value);
                case TURN -> turn = number(TURN, value);
                case ATTEMPT -> attempt = (int) Math.min(number(ATTEMPT, value), Integer.MAX_VALUE);
                case SEQ -> seq = number(SEQ, value);
                case MESSAGE_ID -> messageId = text(value);
                case BY -> by = text(value);
                case KEEP -> keep = true;
                case ALONE -> alone = true;
                case PARENT_ID -> parentId = text(value);
                case WORKSPACE_ID -> workspaceId = text(value);
                default -> {
                    // Later versions may add headers.
                }
            }
        }
        EventType known = type == null ? null : EventType.of(type);
        if (known == null) {
            throw new MalformedRecordException(
                    "header type: " + (type == null ? "absent" : type) + " (expected: an event type)");
        }
        if (turn < 0 || attempt < 0 || seq < 0 || messageId == null || by == null) {
            String absent =
                    turn < 0 ? TURN : attempt < 0 ? ATTEMPT : seq < 0 ? SEQ : messageId == null ? MESSAGE_ID : BY;
            throw new MalformedRecordException("header " + absent + " of " + type + ": absent (expected: present)");
        }
        return new EventHead(known, turn, attempt, seq, messageId, by, keep, alone, parentId, workspaceId);
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static long number(String key, byte[] value) {
        if (value.length == 0 || value.length > 18) {
            throw new MalformedRecordException("header " + key + ": " + text(value) + " (expected: 1 to 18 digits)");
        }
        long number = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                throw new MalformedRecordException(
                        "header " + key + ": " + text(value) + " (expected: 1 to 18 digits)");
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
