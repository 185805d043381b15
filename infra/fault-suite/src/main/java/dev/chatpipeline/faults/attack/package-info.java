/**
 * Raw attacks on a running gateway by peers without a token, and what they cost: begin at {@link
 * dev.chatpipeline.faults.attack.AttackSuite}. Every {@link dev.chatpipeline.faults.attack.Attack} speaks bytes over plain
 * sockets and is bounded in time. While it runs, a {@link dev.chatpipeline.faults.attack.Bystander} at another address
 * chats, and {@link dev.chatpipeline.faults.attack.Vitals} reads heap, threads and descriptors of the gateway's process.
 *
 * <p>{@code Attackers} starts the attackers' threads, {@code Bystander} its own.
 */
@NullMarked
package dev.chatpipeline.faults.attack;

import org.jspecify.annotations.NullMarked;
