/**
 * What clients ask for: events of a socket become commands in the log. Everything here runs on the socket's own virtual
 * thread, one event after the other, so a client's commands keep their order; only Kafka's acknowledgement is waited for
 * elsewhere. No JDBC: what Postgres knows comes through {@code history}.
 */
@NullMarked
package dev.chatpipeline.gateway.chat;

import org.jspecify.annotations.NullMarked;
