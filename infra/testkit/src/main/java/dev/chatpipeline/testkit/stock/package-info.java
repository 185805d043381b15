/**
 * The stock JavaScript client in a Node process, driven from Java; {@code stock-clients.mjs} is the other side. The process
 * is read by threads of {@code NodeProcess}; a thread of {@code NodeProgram} deletes its files when the JVM ends.
 */
@NullMarked
package dev.chatpipeline.testkit.stock;

import org.jspecify.annotations.NullMarked;
