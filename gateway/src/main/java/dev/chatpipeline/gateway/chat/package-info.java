/**
 * Users' requests: a {@link dev.chatpipeline.gateway.chat.ChatRequest} is read from JSON, checked by {@link
 * dev.chatpipeline.gateway.chat.ChatService}, and appended to {@code chat.commands} by {@link
 * dev.chatpipeline.gateway.chat.CommandLog}. It does not matter how a request arrived; {@code chat.socket} receives those of
 * Socket.IO. Callers may block on PostgreSQL, never on Kafka's acknowledgement. This package starts no threads.
 */
@NullMarked
package dev.chatpipeline.gateway.chat;

import org.jspecify.annotations.NullMarked;
