/** What the worker reads from Postgres; the only place that knows JDBC. */
@NullMarked
package dev.chatpipeline.worker.store;

import org.jspecify.annotations.NullMarked;
