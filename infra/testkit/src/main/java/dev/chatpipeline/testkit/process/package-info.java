/** Processes that tests kill, freeze, stop and start again; JVMs among them. */
@NullMarked
package dev.chatpipeline.testkit.process;

import org.jspecify.annotations.NullMarked;
