/**
 * Engine.IO v4 and Socket.IO v5 as a library on Spring MVC and Jetty. It knows nothing of chat.
 *
 * <pre>
 * HTTP ──▶ EngineMapping ─▶ EngineEndpoint ─▶ EngineServer ─▶ EngineSession ──▶ SocketConnection ──▶ Socket ──▶ NamespaceHandler
 *                            origin, query     all sessions    one client        its namespaces       one of them
 *                                                               │ Outbox, Heartbeat, Upgrade
 *                                                               ▼
 *                                             PollingTransport or WebSocketTransport
 * </pre>
 *
 * <p>{@link dev.chatpipeline.gateway.socketio.SocketIoServer} is where to begin, and
 * {@link dev.chatpipeline.gateway.socketio.NamespaceHandler} is what to write.
 *
 * <p><b>Threads.</b> Packets are read on the web server's thread that received them. Handlers run on virtual threads, one at
 * a time per socket, which exist only while there is work ({@code SerialExecutor}). Whoever sends writes, unless a write
 * is under way; then the thread that completes it goes on. No write blocks. One timer thread ({@code EngineServer}) serves
 * all sessions. An idle client holds no thread.
 *
 * <p><b>Bounds.</b> See {@link dev.chatpipeline.gateway.socketio.SocketIoProperties}. What breaks a bound or the protocol
 * costs the client its connection, from which a stock client recovers; it never costs others and is logged at debug only.
 *
 * <p><b>Recovery</b> is the handler's: it is shown {@code pid} and {@code offset} and decides. Because the answer to CONNECT
 * leaves before {@code connected} is called, whatever it sends comes after.
 */
@NullMarked
package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.NullMarked;
