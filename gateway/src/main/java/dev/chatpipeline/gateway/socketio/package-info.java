/**
 * Socket.IO v5 on top of {@code engineio}: packets, namespaces, acks, attachments and the recovery handshake. Build a {@link
 * dev.chatpipeline.gateway.socketio.SocketIoServer} and implement a {@link
 * dev.chatpipeline.gateway.socketio.NamespaceHandler}. The two packages together are a library that knows nothing of chat.
 *
 * <p>{@code SocketIoServer} starts the virtual threads on which handlers run: one at a time per socket, and only while there
 * is work. {@link dev.chatpipeline.gateway.socketio.SocketIoProperties} holds the limits.
 *
 * <p>Recovery is up to the handler: it gets {@code pid} and {@code offset} and decides. The CONNECT packet is sent before
 * {@code connected} is called, so whatever the handler sends comes after it.
 */
@NullMarked
package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.NullMarked;
