package dev.chatpipeline.projector.store;

/** The database failed in a way that a retry may fix; nothing was stored. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
