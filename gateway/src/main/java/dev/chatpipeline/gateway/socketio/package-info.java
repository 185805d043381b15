/**
 * Socket.IO v5 on top of {@code engineio}: packets, namespaces, acks, attachments and the recovery handshake. Begin at
 * {@link dev.chatpipeline.gateway.socketio.SocketIoServer}; write a {@link
 * dev.chatpipeline.gateway.socketio.NamespaceHandler}. Both packages together are a library that knows nothing of chat.
 *
 * <p>{@code SocketIoServer} starts the virtual threads on which handlers run: one at a time per socket, and only while there
 * is work. The limits are {@link dev.chatpipeline.gateway.socketio.SocketIoProperties}.
 *
 * <p>Recovery is the handler's: it is shown {@code pid} and {@code offset} and decides. The answer to CONNECT leaves before
 * {@code connected} is called, so whatever the handler sends comes after it.
 */
@NullMarked
package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.NullMarked;
