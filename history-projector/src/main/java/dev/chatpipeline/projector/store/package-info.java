/**
 * The tables that the projector writes. {@link dev.chatpipeline.projector.store.HistoryStore} applies records of {@code
 * chat.history}: rows and position in one transaction, each record once, whoever applies it. The only package of the
 * projector that uses JDBC.
 */
@NullMarked
package dev.chatpipeline.projector.store;

import org.jspecify.annotations.NullMarked;
