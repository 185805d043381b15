package dev.chatpipeline.worker.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model server at the level of the socket: it can stop anywhere in a response and see the client go. */
final class ModelServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

    /** How it answers one request; a connection it leaves open takes the next. */
    interface Script {
        void answer(Peer peer) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    ModelServer(Script script) {
        try {
            this.server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        Thread.ofVirtual().name("model-server").start(this::accept);
    }

    String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().name("model-connection").start(() -> serve(socket));
            } catch (SocketException e) {
                return; // Closed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String request = read(in); !request.isEmpty(); request = read(in)) {
                script.answer(new Peer(socket, in, request));
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client is gone, as some tests want it.
        } finally {
            open.remove(socket);
        }
    }

    /** Head and body, empty at the end of the connection. */
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One request to answer. */
    static final class Peer {

        private final Socket socket;
        private final InputStream in;
        private final String request;

        private Peer(Socket socket, InputStream in, String request) {
            this.socket = socket;
            this.in = in;
            this.request = request;
        }

        /** Head and body. */
        String request() {
            return request;
        }

        void head(int status, String contentType) throws IOException {
            write(("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        void chunk(byte[] bytes) throws IOException {
            write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            write(bytes);
            write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        /** A whole response, or anything else. */
        void raw(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Lets the client wait. */
        void pause(int millis) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        /** The end that HTTP wants. */
        void end() throws IOException {
            write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        /** No end: the connection is just gone. */
        void cut() throws IOException {
            socket.close();
        }

        /** As {@link #cut}, by a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client has closed the connection. */
        void awaitDisconnect() {
            try {
                while (in.read() >= 0) {
                    // Nothing is expected; what comes is of no interest.
                }
            } catch (IOException e) {
                // A reset is a disconnect too.
            }
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }
    }
}
