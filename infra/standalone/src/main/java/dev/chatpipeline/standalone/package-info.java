/**
 * Broker, database and the three services in one JVM: {@link dev.chatpipeline.standalone.StandaloneApplication} is its
 * main, {@link dev.chatpipeline.standalone.Standalone} starts and stops the parts in order.
 */
@NullMarked
package dev.chatpipeline.standalone;

import org.jspecify.annotations.NullMarked;
