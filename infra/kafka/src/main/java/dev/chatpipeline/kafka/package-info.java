/**
 * The services' one edge to Kafka: where the topics are ({@link dev.chatpipeline.kafka.TopicProperties}), how clients are
 * set up ({@link dev.chatpipeline.kafka.KafkaClients}), what a service waits for before it begins ({@link
 * dev.chatpipeline.kafka.Preparation}), and how partitions are read without a consumer group ({@link
 * dev.chatpipeline.kafka.AssignedReader}, {@link dev.chatpipeline.kafka.ReaderLoop}).
 *
 * <p>It starts no threads: a {@code ReaderLoop} runs on a thread that its service starts.
 */
@NullMarked
package dev.chatpipeline.kafka;

import org.jspecify.annotations.NullMarked;
