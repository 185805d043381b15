package dev.chatpipeline.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The key of a record in {@code chat.history}: {@code session/message} for a row, {@code /partition} for a position. No id
 * has a slash in it, so the two never meet. The topic is compacted by it.
 */
public sealed interface HistoryKey {

    /** Names a row of the message table. */
    record OfRow(String sessionId, String messageId) implements HistoryKey {}

    /** Names the position of a partition; the partition's number is the same in every topic. */
    record OfPosition(int logPartition) implements HistoryKey {}

    /** The key as it is written. */
    default String text() {
        return switch (this) {
            case OfRow row -> prefixOf(row.sessionId()) + row.messageId();
            case OfPosition position -> "/" + position.logPartition();
        };
    }

    /** The partition that this key's records are written to: a row's is its session's, a position's its own. */
    default int partition(int partitions) {
        return switch (this) {
            case OfRow row -> Topics.partitionOf(row.sessionId(), partitions);
            case OfPosition position -> position.logPartition();
        };
    }

    /** What the keys of the session's rows, and no others, begin with. */
    static String prefixOf(String sessionId) {
        return sessionId + "/";
    }

    /** @throws MalformedRecordException when the text is neither kind of key */
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
