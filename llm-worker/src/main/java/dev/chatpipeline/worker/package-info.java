/**
 * The worker: takes turns from {@code chat.commands}, asks a model, and writes the answer to {@code chat.events}, token by
 * token. {@link dev.chatpipeline.worker.WorkerApplication} starts it.
 */
@NullMarked
package dev.chatpipeline.worker;

import org.jspecify.annotations.NullMarked;
