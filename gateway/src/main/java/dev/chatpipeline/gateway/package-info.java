/**
 * The edge: Socket.IO sockets and HTTP in front of the log.
 *
 * <pre>
 * browser ──▶ socketio ──▶ chat ──▶ chat.commands        security   who a client is
 *        ◀──  (library)  ◀── relay ◀── chat.events       history    whose a session is, and rows
 * </pre>
 *
 * <p>Threads are started by {@link dev.chatpipeline.gateway.relay.Relay}, and by the library for itself. Before Kafka and
 * Postgres answer, {@code NotReadyFilter} turns clients away and {@code Preparation} waits.
 */
@NullMarked
package dev.chatpipeline.gateway;

import org.jspecify.annotations.NullMarked;
