package dev.chatpipeline.projector.store;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * How far the tables reflect a partition.
 *
 * @param logPartition   of commands, events and history alike
 * @param commandsOffset the last command in the rows, -1 before the first
 * @param eventsOffset   the last event in the rows, -1 before the first
 * @param historyOffset  the last record of {@code chat.history} applied, -1 before the first
 */
@Table("projection_position")
record StoredPosition(@Id int logPartition, long commandsOffset, long eventsOffset, long historyOffset) {}
