package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.LimitListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes in a request's body before anybody looks at the request, without occupying a thread, so that whoever reads it never waits
 * for the client. A body that is too large is refused. Socket.IO reads its own in the same way and is left alone.
 *
 * <p>It copies what arrives: Jetty's own handler for this keeps a network buffer for each piece, which a client may make as small
 * as a byte.
 */
final class BoundedBodies extends Handler.Wrapper {

    private final int maxBytes;
    private final String exemptPath;
    private final ArrivalDeadline deadline;
    private final LimitListener limits;

    /** @param exemptPath beginning of the paths whose bodies are left alone */
    BoundedBodies(int maxBytes, String exemptPath, ArrivalDeadline deadline, LimitListener limits) {
        this.maxBytes = maxBytes;
        this.exemptPath = exemptPath;
        this.deadline = deadline;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody || request.getHttpURI().getCanonicalPath().startsWith(exemptPath)) {
            deadline.arrived(request);
            return super.handle(request, response, callback);
        }
        deadline.bodyAwaited(request);
        if (request.getLength() > maxBytes) {
            refuse(response, callback);
        } else {
            new Arrival(request, response, callback).run();
        }
        return true;
    }

    private void refuse(Response response, Callback callback) {
        limits.reached("body-bytes");
        response.setStatus(HttpStatus.PAYLOAD_TOO_LARGE_413);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        String problem =
                "{\"title\":\"Content Too Large\",\"status\":413,\"detail\":\"The body is too large (expected: <= "
                        + maxBytes + " bytes).\",\"code\":\"invalid_payload\",\"retryable\":false}";
        response.write(true, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private void handleWhole(Request request, Response response, Callback callback) {
        deadline.arrived(request);
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** A body that is arriving. Called by one thread at a time. */
    private final class Arrival implements Runnable {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);

        private Arrival(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    callback.succeeded(); // the client is gone, or was cut for being slow: nobody to answer, nothing to
                    // log
                    return;
                }
                boolean last = chunk.isLast();
                append(chunk);
                if (body.size() > maxBytes) {
                    refuse(response, callback);
                    return;
                }
                if (last) {
                    request.getContext().execute(() -> handleWhole(whole(), response, callback));
                    return;
                }
            }
        }

        private void append(Content.Chunk chunk) {
            byte[] bytes = new byte[Math.min(chunk.remaining(), maxBytes + 1)];
            chunk.getByteBuffer().get(bytes);
            body.writeBytes(bytes);
            chunk.release();
        }

        private Request whole() {
            Content.Source source = Content.Source.from(ByteBuffer.wrap(body.toByteArray()));
            return new Request.Wrapper(request) {
                @Override
                public Content.Chunk read() {
                    return source.read();
                }

                @Override
                public void demand(Runnable onContent) {
                    source.demand(onContent);
                }

                @Override
                public void fail(Throwable failure) {
                    source.fail(failure);
                }
            };
        }
    }
}
