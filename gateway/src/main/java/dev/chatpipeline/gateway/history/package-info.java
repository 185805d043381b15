/**
 * What PostgreSQL knows: who owns a session ({@link dev.chatpipeline.gateway.history.SessionStore}), and the rows that the
 * projector wrote ({@link dev.chatpipeline.gateway.history.MessageStore}), for pages over HTTP and for clients that join. The
 * only package of the gateway that uses JDBC. While PostgreSQL is away, what is asked of it is rejected as {@code
 * history_unavailable}.
 */
@NullMarked
package dev.chatpipeline.gateway.history;

import org.jspecify.annotations.NullMarked;
