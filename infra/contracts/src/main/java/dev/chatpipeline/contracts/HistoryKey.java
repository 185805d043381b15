package dev.chatpipeline.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The key of a record in {@code chat.history}, by which the topic is compacted: {@code session/message} for a row, {@code
 * /partition} for a position. Ids contain no slash, so the two forms are distinct.
 */
public sealed interface HistoryKey {

    /** The key of a row of the message table. */
    record OfRow(String sessionId, String messageId) implements HistoryKey {}

    /** The key of a partition's position. A partition has the same number in all topics. */
    record OfPosition(int logPartition) implements HistoryKey {}

    /** The key as text. */
    default String text() {
        return switch (this) {
            case OfRow row -> prefixOf(row.sessionId()) + row.messageId();
            case OfPosition position -> "/" + position.logPartition();
        };
    }

    /** The partition of records with this key: the session's for a row, its own for a position. */
    default int partition(int partitions) {
        return switch (this) {
            case OfRow row -> Topics.partitionOf(row.sessionId(), partitions);
            case OfPosition position -> position.logPartition();
        };
    }

    /** The prefix that the keys of a session's rows share with no others. */
    static String prefixOf(String sessionId) {
        return sessionId + "/";
    }

    /** @throws MalformedRecordException if the text is neither form of key */
    static HistoryKey parse(@Nullable String text) {
        if (text == null) {
            throw malformed("absent");
        }
        int slash = text.indexOf('/');
        if (slash == 0) {
            return new OfPosition(partition(text));
        }
        if (slash < 0) {
            throw malformed(text);
        }
        OfRow row = new OfRow(text.substring(0, slash), text.substring(slash + 1));
        if (!Ids.isValid(row.sessionId()) || !Ids.isValid(row.messageId())) {
            throw malformed(text);
        }
        return row;
    }

    private static int partition(String text) {
        try {
            return Integer.parseUnsignedInt(text, 1, text.length(), 10);
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
    }

    private static MalformedRecordException malformed(String found) {
        return new MalformedRecordException("key of history: " + found + " (expected: session/message or /partition)");
    }
}
