/**
 * Clients in Java: {@link dev.chatpipeline.testkit.client.ChatClient} is the stock Java client and remembers what it was
 * told, {@link dev.chatpipeline.testkit.client.PacketClient} speaks Socket.IO packet by packet and recovers as the
 * JavaScript client does.
 *
 * <p>The stock client's HTTP calls run on threads that {@code ChatClient} starts.
 */
@NullMarked
package dev.chatpipeline.testkit.client;

import org.jspecify.annotations.NullMarked;
