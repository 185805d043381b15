package dev.chatpipeline.projector.topology;

/** The value of a record in {@code chat.history}; a record without a value erases the row of its key. */
public sealed interface HistoryRecord permits MessageRow, Position {}
