package dev.chatpipeline.contracts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The names of the topics, and how a session finds its partition in them.
 *
 * @param prefix before each name; lets several installations share a cluster
 */
public record Topics(String prefix) {

    /** What the topics are called unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "chat.";

    /** Accepted intentions of users. */
    public String commands() {
        return prefix + "commands";
    }

    /** What workers made of them, token by token. */
    public String events() {
        return prefix + "events";
    }

    /** Rows of the message table, compacted. */
    public String history() {
        return prefix + "history";
    }

    /** Presence, typing and status: kept for minutes. */
    public String signals() {
        return prefix + "signals";
    }

    /** Commands that could not be read. */
    public String commandsDlq() {
        return prefix + "commands.dlq";
    }

    /** All of them. */
    public List<String> all() {
        return List.of(commands(), events(), history(), signals(), commandsDlq());
    }

    /** The session's partition, the same in commands, events and history: Kafka's default partitioner, stated here. */
    public static int partitionOf(String sessionId, int partitions) {
        return Utils.toPositive(Utils.murmur2(sessionId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The record of this command; its partition is left to {@link #partitionOf}. */
    public ProducerRecord<String, byte[]> record(ChatCommand command, boolean opens, int partitions) {
        return new ProducerRecord<>(
                commands(),
                partitionOf(command.sessionId(), partitions),
                (@Nullable Long) null,
                command.sessionId(),
                ChatJson.write(command),
                CommandHead.of(command, opens).toHeaders());
    }

    /** The record of this event in the partition of its command. */
    public ProducerRecord<String, byte[]> record(ChatEvent event, EventHead head, int partition) {
        return new ProducerRecord<>(
                events(), partition, (@Nullable Long) null, event.sessionId(), ChatJson.write(event), head.toHeaders());
    }
}
