/** Folds the log into the message table. */
@NullMarked
package dev.chatpipeline.projector;

import org.jspecify.annotations.NullMarked;
