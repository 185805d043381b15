package dev.chatpipeline.faults.attack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One TCP connection to the gateway, spoken to in bytes. */
final class RawPeer implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PING = 9;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 30_000;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 8;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * Connects.
     *
     * @param from the address on this machine to come from
     */
    static RawPeer connect(InetSocketAddress gateway, InetAddress from) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(8 * 1024);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(gateway, CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            return new RawPeer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    RawPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawPeer send(String ascii) throws IOException {
        return send(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** Becomes a WebSocket. */
    RawPeer upgrade() throws IOException {
        send(
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        String status = line();
        if (!status.contains(" 101 ")) {
            throw new IOException("upgrade: " + status + " (expected: 101)");
        }
        while (!line().isEmpty()) {
            // The other headers do not matter.
        }
        return this;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Reads an HTTP answer; its body. */
    String answer() throws IOException {
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Sends a whole text message. */
    RawPeer message(String text) throws IOException {
        return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    RawPeer frame(int opcode, boolean last, byte[] payload) throws IOException {
        return send(encoded(opcode, last, payload));
    }

    /** A frame's bytes; its mask of zeros changes nothing. */
    static byte[] encoded(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(opcode | (last ? FIN : 0));
        if (payload.length < SHORT_LENGTH) {
            frame.write(MASKED | payload.length);
        } else {
            frame.write(MASKED | LONG_LENGTH);
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(new byte[Integer.BYTES]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The next message of the gateway; its pings are answered. */
    String next() throws IOException {
        String message = read();
        while (message.equals("2")) {
            message("3");
            message = read();
        }
        return message;
    }

    private String read() throws IOException {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte
                [switch (length) {
                    case SHORT_LENGTH -> in.readUnsignedShort();
                    case LONG_LENGTH -> Math.toIntExact(in.readLong());
                    default -> length;
                }];
        in.readFully(payload);
        if ((head & OPCODE) == CLOSE) {
            throw new EOFException("closed by the gateway: "
                    + (payload.length < 2 ? "no status" : (payload[0] & 0xff) << Byte.SIZE | payload[1] & 0xff));
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
