package dev.chatpipeline.gateway.engineio;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who counts as one client by its address. */
public final class ClientAddress {

    /** Looks like an address, so that it is not looked up as a name. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** Of an IP address: itself, or for IPv6 its /64 network, all of which belongs to one subscriber. */
    public static String of(String address) {
        return parse(address) instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
                : address;
    }

    /** The IP address that the text says; null if it is something else. */
    public static @Nullable InetAddress parse(String text) {
        try {
            return LITERAL.matcher(text).matches() ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
