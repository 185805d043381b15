/**
 * The chat over Socket.IO: {@code ChatNamespace} reads a client's events, calls {@link
 * dev.chatpipeline.gateway.chat.ChatService}, and replies with acks and {@code error} events. {@code Subscriptions} holds the
 * sessions that one socket follows; {@code Admission} decides whether to admit a client.
 *
 * <p>A socket's events are handled on its own virtual thread, one at a time, so a client's commands keep their order. Only
 * the ack that waits for Kafka is sent from another thread. This package starts no threads.
 */
@NullMarked
package dev.chatpipeline.gateway.chat.socket;

import org.jspecify.annotations.NullMarked;
