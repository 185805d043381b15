package dev.chatpipeline.contracts;

/** A topic is there and laid out in another way than it must be; the message says which and how. Nothing will mend that by itself. */
public final class TopicLayoutException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TopicLayoutException(String message) {
        super(message);
    }
}
