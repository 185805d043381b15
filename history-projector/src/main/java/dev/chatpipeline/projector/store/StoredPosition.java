package dev.chatpipeline.projector.store;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * How far the tables reflect a partition.
 *
 * @param logPartition   the partition, which has the same number in all topics
 * @param commandsOffset last offset of {@code chat.commands} that the rows reflect, -1 before the first
 * @param eventsOffset   last offset of {@code chat.events} that the rows reflect, -1 before the first
 * @param historyOffset  last applied offset of {@code chat.history}, -1 before the first
 */
@Table("projection_position")
record StoredPosition(@Id int logPartition, long commandsOffset, long eventsOffset, long historyOffset) {}
