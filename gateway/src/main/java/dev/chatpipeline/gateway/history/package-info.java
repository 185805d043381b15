/**
 * Queries to PostgreSQL: who owns a session ({@link dev.chatpipeline.gateway.history.SessionStore}), and the messages that the
 * projector has written ({@link dev.chatpipeline.gateway.history.MessageStore}), for pages over HTTP and for clients that join.
 * No other package of the gateway uses JDBC. While PostgreSQL is unavailable, requests that need it are rejected with {@code
 * history_unavailable}.
 */
@NullMarked
package dev.chatpipeline.gateway.history;

import org.jspecify.annotations.NullMarked;
