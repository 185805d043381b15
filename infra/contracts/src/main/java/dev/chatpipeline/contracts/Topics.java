package dev.chatpipeline.contracts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The names of the topics, and the partition of a session in them.
 *
 * @param prefix precedes each name, so that several installations can share a cluster
 */
public record Topics(String prefix) {

    /** The prefix unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "chat.";

    /** Requests of users that a gateway has accepted. */
    public String commands() {
        return prefix + "commands";
    }

    /** Answers, token by token. */
    public String events() {
        return prefix + "events";
    }

    /** Rows of the message table, compacted. */
    public String history() {
        return prefix + "history";
    }

    /** Presence, typing and status; retained for minutes. */
    public String signals() {
        return prefix + "signals";
    }

    /** Commands that no worker could read. */
    public String commandsDlq() {
        return prefix + "commands.dlq";
    }

    /** All topics. */
    public List<String> all() {
        return List.of(commands(), events(), history(), signals(), commandsDlq());
    }

    /** The session's partition in commands, events and history. It is the one that Kafka's default partitioner chooses. */
    public static int partitionOf(String sessionId, int partitions) {
        return Utils.toPositive(Utils.murmur2(sessionId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The record of a command, in its session's partition. */
    public ProducerRecord<String, byte[]> record(ChatCommand command, boolean opens, int partitions) {
        return new ProducerRecord<>(
                commands(),
                partitionOf(command.sessionId(), partitions),
                (@Nullable Long) null,
                command.sessionId(),
                ChatJson.write(command),
                CommandHead.of(command, opens).toHeaders());
    }

    /** The record of an event, in the partition of its command. */
    public ProducerRecord<String, byte[]> record(ChatEvent event, EventHead head, int partition) {
        return new ProducerRecord<>(
                events(), partition, (@Nullable Long) null, event.sessionId(), ChatJson.write(event), head.toHeaders());
    }
}
