/** A gateway dies under thousands of sockets; each is read by a virtual thread that {@code MassReconnect} starts. */
@NullMarked
package dev.chatpipeline.faults.mass;

import org.jspecify.annotations.NullMarked;
