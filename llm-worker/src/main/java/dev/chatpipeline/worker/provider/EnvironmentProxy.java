package dev.chatpipeline.worker.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in capitals or not, as curl and most
 * tools read them. A host is in {@code NO_PROXY} by its name, as a subdomain of it, or when that is {@code *}; this
 * machine always is.
 */
final class EnvironmentProxy extends ProxySelector {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentProxy.class);

    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;
    private final List<String> direct;

    private EnvironmentProxy(Map<String, String> environment) {
        this.environment = environment;
        this.direct = Arrays.stream(
                        value(environment, "NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(host -> host.startsWith("*.") ? host.substring(1) : host)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** The JVM's own proxy settings where the environment names no proxy. */
    static ProxySelector of(Map<String, String> environment) {
        boolean named = !value(environment, "HTTPS_PROXY").isEmpty()
                || !value(environment, "HTTP_PROXY").isEmpty();
        return named || ProxySelector.getDefault() == null
                ? new EnvironmentProxy(environment)
                : ProxySelector.getDefault();
    }

    @Override
    public List<Proxy> select(URI uri) {
        InetSocketAddress proxy = isDirect(uri) ? null : address(uri.getScheme());
        return List.of(proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
        log.warn("The proxy {} cannot be reached for {}: {}", proxy, uri, e.toString());
    }

    private @Nullable InetSocketAddress address(String scheme) {
        String name = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        String value = value(environment, name);
        if (value.isEmpty()) {
            return null;
        }
        URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
        if (proxy.getHost() == null || proxy.getUserInfo() != null || !"http".equals(proxy.getScheme())) {
            throw new IllegalArgumentException(name + ": not shown (expected: http://host:port, without a user)");
        }
        return new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort());
    }

    private boolean isDirect(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || direct.stream().anyMatch(entry -> covers(entry, host, uri.getPort()));
    }

    private static boolean covers(String entry, String host, int port) {
        String name = entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry;
        return name.equals("*") || name.equals(host) || host.endsWith(name.startsWith(".") ? name : "." + name);
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
        return value.strip();
    }
}
