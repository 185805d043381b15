package dev.chatpipeline.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** One HTTP request as it is written, headers that well-behaved clients cannot send included. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /** What came back before the connection was closed. */
    public record Answer(String head, String body) {

        public int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }
    }

    /**
     * Sends a request without a body.
     *
     * @param request method and target
     * @param headers as lines
     */
    public static Answer send(String url, String request, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return exchange(url, text.append("Connection: close\r\n\r\n").toString());
    }

    /** Sends text as it is. */
    public static Answer exchange(String url, String text) throws IOException {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            String[] parts = new String(socket.getInputStream().readAllBytes(), ISO_8859_1).split("\r\n\r\n", 2);
            return new Answer(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }
}
