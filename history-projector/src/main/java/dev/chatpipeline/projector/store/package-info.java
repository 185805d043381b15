/**
 * Writes to PostgreSQL. {@link dev.chatpipeline.projector.store.HistoryStore} applies records of {@code chat.history}: rows and
 * position in one transaction, each record once, whichever instance applies it. No other package of the projector uses JDBC.
 */
@NullMarked
package dev.chatpipeline.projector.store;

import org.jspecify.annotations.NullMarked;
