/**
 * Clients in Java: {@link dev.chatpipeline.testkit.client.ChatClient} is the stock Java client with a memory of what it was
 * told, {@link dev.chatpipeline.testkit.client.PacketSocket} a WebSocket that speaks packets without it.
 *
 * <p>The stock client's HTTP calls run on threads that {@code ChatClient} starts.
 */
@NullMarked
package dev.chatpipeline.testkit.client;

import org.jspecify.annotations.NullMarked;
