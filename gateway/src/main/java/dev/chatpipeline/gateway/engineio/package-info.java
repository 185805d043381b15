/**
 * Engine.IO v4 on Spring MVC and Jetty: sessions over polling and WebSocket, upgrades, heartbeats, and limits on every
 * connection. An {@link dev.chatpipeline.gateway.engineio.EngineServer} holds the sessions, an {@link
 * dev.chatpipeline.gateway.engineio.EngineMapping} routes requests to it, and an {@link
 * dev.chatpipeline.gateway.engineio.EngineListener} is the layer above.
 *
 * <p>{@code EngineTimer} starts the only thread of this package. Packets are handled on the web server's thread that
 * received them. The sending thread writes, unless a write is in progress; then the thread that completes it continues. No
 * write blocks, and an idle client occupies no thread. A client that breaks a limit or the protocol loses its connection,
 * which is logged at debug level only.
 */
@NullMarked
package dev.chatpipeline.gateway.engineio;

import org.jspecify.annotations.NullMarked;
