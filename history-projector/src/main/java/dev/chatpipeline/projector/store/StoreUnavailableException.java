package dev.chatpipeline.projector.store;

/** The database did not take what it was given, for now; nothing of it was stored. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
