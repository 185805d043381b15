/**
 * The making of an answer, independent of any model server: a session's {@link
 * dev.chatpipeline.worker.generation.Conversation}, the {@link dev.chatpipeline.worker.generation.Prompt} built from it, the
 * text of an attempt, and the port to a model, {@link dev.chatpipeline.worker.generation.StreamingModel}. This package has no
 * threads, Kafka or HTTP.
 */
@NullMarked
package dev.chatpipeline.worker.generation;

import org.jspecify.annotations.NullMarked;
