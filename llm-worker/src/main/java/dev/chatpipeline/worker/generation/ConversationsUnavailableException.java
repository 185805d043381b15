package dev.chatpipeline.worker.generation;

/** What is stored of sessions cannot be read right now; trying again may help. */
public final class ConversationsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong, for the log */
    public ConversationsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
