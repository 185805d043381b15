/**
 * A TCP proxy whose connections tests cut, stall and move. {@code TcpProxy} accepts on a thread and starts one for each
 * connection; {@code ProxiedConnection} starts a second thread for the other direction.
 */
@NullMarked
package dev.chatpipeline.testkit.proxy;

import org.jspecify.annotations.NullMarked;
