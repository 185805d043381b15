/**
 * What the worker reads from PostgreSQL: a session's rows as a conversation, once the projection covers what is asked for
 * ({@link dev.chatpipeline.worker.store.ConversationStore}). The only package of the worker that uses JDBC.
 */
@NullMarked
package dev.chatpipeline.worker.store;

import org.jspecify.annotations.NullMarked;
