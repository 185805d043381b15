package dev.chatpipeline.worker.generation;

/** Stored conversations cannot be read at the moment; a retry may succeed. */
public final class ConversationsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, for the log */
    public ConversationsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
