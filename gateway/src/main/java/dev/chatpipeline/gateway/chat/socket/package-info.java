/**
 * The chat over Socket.IO: {@code ChatNamespace} reads a client's events, calls {@link
 * dev.chatpipeline.gateway.chat.ChatService}, and answers with acks and {@code error} events. {@code Subscriptions} are the
 * sessions that one socket follows; {@code Admission} decides who enters.
 *
 * <p>Everything runs on the socket's own virtual thread, one event after the other, so a client's commands keep their
 * order; only Kafka's acknowledgement completes elsewhere. This package starts no threads.
 */
@NullMarked
package dev.chatpipeline.gateway.chat.socket;

import org.jspecify.annotations.NullMarked;
