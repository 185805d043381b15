/**
 * What users may ask for: a {@link dev.chatpipeline.gateway.chat.ChatRequest} is read from JSON, checked by {@link
 * dev.chatpipeline.gateway.chat.ChatService}, and appended to {@code chat.commands} by {@link
 * dev.chatpipeline.gateway.chat.CommandLog}. How a request arrives is the business of {@code chat.socket}, and of HTTP.
 * Blocks the caller for PostgreSQL, never for Kafka's acknowledgement; starts no threads.
 */
@NullMarked
package dev.chatpipeline.gateway.chat;

import org.jspecify.annotations.NullMarked;
