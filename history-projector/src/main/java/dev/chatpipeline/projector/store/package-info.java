/** The tables that the projector writes; the only package that speaks JDBC. */
@NullMarked
package dev.chatpipeline.projector.store;

import org.jspecify.annotations.NullMarked;
