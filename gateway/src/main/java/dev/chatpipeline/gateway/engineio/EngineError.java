package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Why an HTTP request was rejected. Clients may rely on the codes and messages of the reference server, so these are the same. */
enum EngineError {
    UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
    UNKNOWN_SID(400, 1, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(400, 2, "Bad handshake method"),
    BAD_REQUEST(400, 3, "Bad request"),
    FORBIDDEN(403, 4, "Forbidden"),
    UNSUPPORTED_VERSION(400, 5, "Unsupported protocol version"),
    PAYLOAD_TOO_LARGE(413, 3, "Payload too large"),
    UNAVAILABLE(503, 3, "Server accepts no new sessions");

    private final int status;
    private final byte[] body;

    EngineError(int status, int code, String message) {
        this.status = status;
        this.body = ("{\"code\":" + code + ",\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the whole response. It fits the response buffer, so this does not block. */
    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
