/**
 * How all services use Kafka: names and layout of the topics ({@link dev.chatpipeline.kafka.TopicProperties}), settings of the
 * clients ({@link dev.chatpipeline.kafka.KafkaClients}), what a service waits for before it starts ({@link
 * dev.chatpipeline.kafka.Preparation}), and reading without a consumer group ({@link dev.chatpipeline.kafka.AssignedReader},
 * {@link dev.chatpipeline.kafka.ReaderLoop}).
 *
 * <p>This package starts no threads: a {@code ReaderLoop} runs on a thread that its service starts.
 */
@NullMarked
package dev.chatpipeline.kafka;

import org.jspecify.annotations.NullMarked;
