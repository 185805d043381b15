/** Broker, database and the three services in one JVM. */
@NullMarked
package dev.chatpipeline.standalone;

import org.jspecify.annotations.NullMarked;
