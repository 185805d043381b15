/**
 * Engine.IO v4 on Spring MVC and Jetty: sessions over polling and WebSocket, upgrades, heartbeat, and limits on every
 * connection. An {@link dev.chatpipeline.gateway.engineio.EngineServer} holds the sessions, an {@link
 * dev.chatpipeline.gateway.engineio.EngineMapping} leads requests to it, and an {@link
 * dev.chatpipeline.gateway.engineio.EngineListener} is the layer above.
 *
 * <p>The one thread is the timer of {@code EngineTimer}. Packets are read on the web server's thread that received them.
 * Whoever sends writes, unless a write is under way; then whoever completes it goes on. No write blocks, and an idle client
 * occupies nobody. A client that breaks a limit or the protocol loses its connection; that is logged at debug level only.
 */
@NullMarked
package dev.chatpipeline.gateway.engineio;

import org.jspecify.annotations.NullMarked;
