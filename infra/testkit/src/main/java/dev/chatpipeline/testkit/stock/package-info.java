/**
 * The stock JavaScript client in a Node process, driven from Java: Java gives orders over standard input, and {@code
 * stock-clients.mjs} reports what each client saw.
 *
 * <p>Threads of {@code NodeProcess} read what the process writes; a thread of {@code NodeProgram} deletes its files when
 * the JVM ends.
 */
@NullMarked
package dev.chatpipeline.testkit.stock;

import org.jspecify.annotations.NullMarked;
