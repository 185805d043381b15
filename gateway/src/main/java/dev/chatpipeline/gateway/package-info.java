/**
 * The gateway: Socket.IO and HTTP in front of the log. This package assembles it.
 *
 * <pre>
 * client ─▶ engineio ─▶ socketio ─▶ chat.socket ─▶ chat ─▶ chat.commands     security, recovery: who a client is
 *        ◀──────────────────────── relay ◀──────────────── chat.events       history: whose a session is, and rows
 * </pre>
 *
 * <p>Threads are started by {@code relay}, {@code engineio} and {@code socketio}. Until Kafka and PostgreSQL answer, {@code
 * NotReadyFilter} turns clients away.
 */
@NullMarked
package dev.chatpipeline.gateway;

import org.jspecify.annotations.NullMarked;
