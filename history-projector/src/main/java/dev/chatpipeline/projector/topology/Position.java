package dev.chatpipeline.projector.topology;

/**
 * How far the rows before this record reflect the log. No event up to it is about a command beyond it.
 *
 * @param logPartition   of commands, events and history alike
 * @param commandsOffset the last offset folded of {@code chat.commands}, -1 before the first
 * @param eventsOffset   the last offset folded of {@code chat.events}, -1 before the first
 */
public record Position(int logPartition, long commandsOffset, long eventsOffset) implements HistoryRecord {

    static Position start(int logPartition) {
        return new Position(logPartition, -1, -1);
    }

    Position commandsAt(long offset) {
        return new Position(logPartition, offset, eventsOffset);
    }

    Position eventsAt(long offset) {
        return new Position(logPartition, commandsOffset, offset);
    }
}
