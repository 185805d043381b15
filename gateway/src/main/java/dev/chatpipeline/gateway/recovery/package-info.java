/**
 * Connection state recovery: a client that reconnects, to any gateway, resumes exactly where it was. The client itself brings
 * all the state: its {@link dev.chatpipeline.gateway.recovery.RecoveryIds recovery id} says who it was, and its cursor how far
 * it has seen each session. Gateways keep nothing for disconnected clients. This package starts no threads; {@link
 * dev.chatpipeline.gateway.recovery.Recovery} may block on PostgreSQL and on the log.
 */
@NullMarked
package dev.chatpipeline.gateway.recovery;

import org.jspecify.annotations.NullMarked;
