package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Proxies whose {@code X-Forwarded-For} is believed. Each proxy appends the address that it was called from, so the client is
 * the last one that is not itself a proxy; what is before it the client may have made up.
 */
final class TrustedProxies implements HttpConfiguration.Customizer {

    private static final String HEADER = "X-Forwarded-For";

    private final List<IpAddressMatcher> proxies;

    /** @param proxies addresses or networks */
    TrustedProxies(List<String> proxies) {
        this.proxies = proxies.stream().map(IpAddressMatcher::new).toList();
    }

    boolean contain(SocketAddress address) {
        return address instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && contain(peer.getAddress().getHostAddress());
    }

    private boolean contain(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        List<String> forwarded = request.getHeaders().getValuesList(HEADER);
        if (proxies.isEmpty() || forwarded.isEmpty() || !contain(peer)) {
            return request;
        }
        List<String> hops = forwarded.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            InetAddress address = ClientAddress.parse(hop);
            if (address == null) {
                return request;
            }
            if (!contain(hop)) {
                return from(request, new InetSocketAddress(address, 0));
            }
        }
        return request;
    }

    private static Request from(Request request, InetSocketAddress client) {
        var metaData = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
                return client;
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return metaData;
            }
        };
    }
}
