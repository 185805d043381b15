package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.gateway.engineio.ClientAddress;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;

/**
 * Lets requests of one address wait while as many of them as allowed occupy a thread, which a client may make them do by not
 * reading the answers. Socket.IO blocks no thread and is left alone.
 */
final class ThreadsPerAddress extends ThreadLimitHandler {

    /** @param exemptPath beginning of the paths that are left alone */
    ThreadsPerAddress(int max, String exemptPath) {
        setThreadLimit(max);
        exclude(request -> request.getHttpURI().getCanonicalPath().startsWith(exemptPath));
    }

    @Override
    protected String getRemoteIP(Request request) {
        return ClientAddress.of(Request.getRemoteAddr(request));
    }
}
