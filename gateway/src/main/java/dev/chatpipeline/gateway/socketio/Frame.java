package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.Packet;
import java.nio.charset.StandardCharsets;

/**
 * An event that is encoded once and shared by all sockets it is sent to. Its JSON array is left open, so that each socket can
 * append a last argument of its own; see {@link Socket#send(Frame, String)}.
 */
public final class Frame {

    private final String namespace;
    private final byte[] open;

    private Frame(String namespace, byte[] open) {
        this.namespace = namespace;
        this.open = open;
    }

    /**
     * An event of the main namespace.
     *
     * @param event its name
     * @param payload its first argument as UTF-8 JSON, sent unchanged
     */
    public static Frame of(String event, byte[] payload) {
        return of(PacketEncoder.MAIN_NAMESPACE, event, payload);
    }

    /** An event of another namespace. */
    public static Frame of(String namespace, String event, byte[] payload) {
        String type = String.valueOf(SocketPacket.Type.EVENT.ordinal());
        String head =
                PacketEncoder.prefix(type, namespace, SocketPacket.NO_ID) + "[" + PacketEncoder.quoted(event) + ",";
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        byte[] open = new byte[bytes.length + payload.length];
        System.arraycopy(bytes, 0, open, 0, bytes.length);
        System.arraycopy(payload, 0, open, bytes.length, payload.length);
        return new Frame(namespace, open);
    }

    String namespace() {
        return namespace;
    }

    Packet close() {
        return new Packet(false, open, new byte[] {']'});
    }

    Packet closeWith(String argument) {
        int length = argument.length();
        byte[] tail = new byte[length + 4];
        tail[0] = ',';
        tail[1] = '"';
        for (int i = 0; i < length; i++) {
            char c = argument.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                throw new IllegalArgumentException(
                        "argument: character " + (int) c + " (expected: printable ASCII without quote or backslash)");
            }
            tail[i + 2] = (byte) c;
        }
        tail[length + 2] = '"';
        tail[length + 3] = ']';
        return new Packet(false, open, tail);
    }
}
