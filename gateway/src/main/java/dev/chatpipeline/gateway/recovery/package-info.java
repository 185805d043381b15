/**
 * Connection state recovery: a client that comes back, to any gateway, goes on exactly where it was. What it shows says all
 * there is to know: its {@link dev.chatpipeline.gateway.recovery.RecoveryIds id} who it was, its cursor how far it has seen
 * which sessions. Gateways keep nothing for clients that are away. This package starts no threads; {@link
 * dev.chatpipeline.gateway.recovery.Recovery} may block for PostgreSQL and for the log.
 */
@NullMarked
package dev.chatpipeline.gateway.recovery;

import org.jspecify.annotations.NullMarked;
