package dev.chatpipeline.gateway.engineio;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client on plain TCP: it can offer extensions, break off, and stop reading. */
public final class RawTcp implements AutoCloseable {

    /** In place of a status. */
    public static final int CLOSED = -1;

    private final Socket socket;

    private RawTcp(Socket socket) {
        this.socket = socket;
    }

    /** Connects from that address of this machine. */
    public static RawTcp connect(int port, String from) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(20_000);
        return new RawTcp(socket);
    }

    public static RawTcp connect(TestServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", server.port()));
        return new RawTcp(socket);
    }

    public RawTcp write(String ascii) throws IOException {
        socket.getOutputStream().write(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Requests a WebSocket upgrade and returns the status line and headers of the response. */
    public List<String> upgrade(String path, String... headers) throws IOException {
        write(
                "GET " + path + "?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        for (String header : headers) {
            write(header + "\r\n");
        }
        write("\r\n");
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1);
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** Sends a short text message, masked with zeros. */
    public RawTcp message(String ascii) throws IOException {
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | ascii.length()), 0, 0, 0, 0});
        return write(ascii);
    }

    /** Sends so many WebSocket pings of the longest kind. */
    public RawTcp pings(int count) throws IOException {
        byte[] ping = new byte[131];
        ping[0] = (byte) 0x89;
        ping[1] = (byte) (0x80 | 125);
        var all = new ByteArrayOutputStream(count * ping.length);
        for (int i = 0; i < count; i++) {
            all.writeBytes(ping);
        }
        socket.getOutputStream().write(all.toByteArray());
        return this;
    }

    /** The status of the next answer; {@link #CLOSED} if the connection ends without one. */
    public int status() throws IOException {
        var line = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
        } catch (SocketException e) {
            return CLOSED;
        }
        return line.isEmpty() ? CLOSED : Integer.parseInt(line.substring(9, 12));
    }

    /** Sends some more; whether the server has ended the connection. */
    public boolean isCut(String more) {
        try {
            write(more);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
