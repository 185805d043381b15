/**
 * Building blocks for concurrent code that several modules share. They start no threads; they run on executors and threads
 * that their callers own.
 */
@NullMarked
package dev.chatpipeline.concurrent;

import org.jspecify.annotations.NullMarked;
