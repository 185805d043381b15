package dev.chatpipeline.testkit.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Engine.IO packets over a WebSocket on a plain TCP connection, which reads nothing until a packet is taken. Text only; what
 * is sent must be shorter than 64 KiB. Confined to one thread.
 */
final class PacketSocket implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    /** Far longer than two heartbeats: a gateway that says nothing for so long is gone. */
    private static final int SILENCE_MILLIS = 20_000;

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private final Socket socket;
    private final DataInputStream in;

    private PacketSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Opens a connection to a gateway. */
    public static PacketSocket open(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            PacketSocket opened = new PacketSocket(socket);
            opened.upgrade(host + ":" + port);
            return opened;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void upgrade(String authority) throws IOException {
        socket.getOutputStream()
                .write(("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + authority
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.contains(" 101 ")) {
            throw new IOException(status);
        }
        while (!line().isEmpty()) {
            // The other headers do not matter.
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Sends a packet. */
    public void send(String packet) throws IOException {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(TEXT);
        frame.write(MASKED | SHORT_LENGTH);
        frame.write(bytes.length >> Byte.SIZE);
        frame.write(bytes.length);
        frame.writeBytes(new byte[Integer.BYTES]); // a mask of zeros changes nothing
        frame.writeBytes(bytes);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /**
     * Takes the next packet, answering pings on the way.
     *
     * @throws EOFException when the gateway closed the connection
     */
    public String next() throws IOException {
        String packet = read();
        while (packet.equals("2")) {
            send("3");
            packet = read();
        }
        return packet;
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
        if (head == CLOSE) {
            throw new EOFException("closed by the gateway");
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Resets the connection without a close frame, as a broken network does. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
