/** Kills a gateway with thousands of sockets. {@code MassReconnect} starts a virtual thread for each socket. */
@NullMarked
package dev.chatpipeline.faults.mass;

import org.jspecify.annotations.NullMarked;
