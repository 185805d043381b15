package dev.chatpipeline.worker.provider;

import java.io.IOException;

/** Nothing has arrived from a server for as long as it may be silent. */
final class SilentException extends IOException {

    private static final long serialVersionUID = 1;

    SilentException() {
        super("silent for too long");
    }
}
