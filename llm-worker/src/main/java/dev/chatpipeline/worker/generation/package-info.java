/**
 * What an answer is made of, before any server is asked: a session's {@link
 * dev.chatpipeline.worker.generation.Conversation}, the {@link dev.chatpipeline.worker.generation.Prompt} cut from it, the
 * text of an attempt, and the port to a model, {@link dev.chatpipeline.worker.generation.StreamingModel}. Pure: no threads,
 * no Kafka, no HTTP.
 */
@NullMarked
package dev.chatpipeline.worker.generation;

import org.jspecify.annotations.NullMarked;
