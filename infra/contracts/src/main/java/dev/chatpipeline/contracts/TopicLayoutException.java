package dev.chatpipeline.contracts;

/** A topic exists and is laid out differently from what the configuration says; waiting does not help. */
public final class TopicLayoutException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TopicLayoutException(String message) {
        super(message);
    }
}
