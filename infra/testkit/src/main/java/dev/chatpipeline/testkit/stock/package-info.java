/** The stock JavaScript client in a Node process, driven from Java; {@code stock-clients.mjs} is the other side. */
@NullMarked
package dev.chatpipeline.testkit.stock;

import org.jspecify.annotations.NullMarked;
