package dev.chatpipeline.contracts;

/** A topic exists, but its layout differs from the configuration. Waiting does not help. */
public final class TopicLayoutException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TopicLayoutException(String message) {
        super(message);
    }
}
