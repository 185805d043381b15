/** Consumes commands, streams a model, writes the answer to the log token by token. */
@NullMarked
package dev.chatpipeline.worker;

import org.jspecify.annotations.NullMarked;
