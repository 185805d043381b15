package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.ClientAddress;
import dev.chatpipeline.gateway.engineio.LimitListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a new connection if its address has as many as it may. */
final class ConnectionsPerAddress implements SelectorManager.AcceptListener {

    private static final Logger log = LoggerFactory.getLogger(ConnectionsPerAddress.class);

    private final int max;
    private final TrustedProxies proxies;
    private final LimitListener limits;
    private final ConcurrentMap<SelectableChannel, String> addresses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    ConnectionsPerAddress(int max, TrustedProxies proxies, LimitListener limits) {
        this.max = max;
        this.proxies = proxies;
        this.limits = limits;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            SocketAddress peer = ((SocketChannel) channel).getRemoteAddress();
            if (!(peer instanceof InetSocketAddress client) || proxies.contain(peer)) {
                return;
            }
            String address = ClientAddress.of(client.getAddress().getHostAddress());
            addresses.put(channel, address);
            if (counts.merge(address, 1, Integer::sum) > max) {
                limits.reached("connections-per-address");
                channel.close();
            }
        } catch (IOException e) {
            log.debug("A connection ended while it was accepted: {}", e.toString());
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        String address = addresses.remove(channel);
        if (address != null) {
            counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
