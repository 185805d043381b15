/**
 * The gateway: Socket.IO and HTTP in front of the log. This package assembles it.
 *
 * <pre>
 * client ─▶ engineio ─▶ socketio ─▶ chat.socket ─▶ chat ─▶ chat.commands     security, recovery: who a client is
 *        ◀──────────────────────── relay ◀──────────────── chat.events       history: owners of sessions, and rows
 * </pre>
 *
 * <p>Only {@code relay}, {@code engineio} and {@code socketio} start threads. Until Kafka and PostgreSQL are available, {@code
 * NotReadyFilter} rejects all requests.
 */
@NullMarked
package dev.chatpipeline.gateway;

import org.jspecify.annotations.NullMarked;
