package dev.chatpipeline.worker.provider;

import java.io.IOException;

/** A response is not what the provider's API promises. */
final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1;

    /** @param what was met instead; never the server's own words, which may quote the conversation */
    UnreadableException(String what) {
        super(what);
    }
}
