package dev.chatpipeline.kafka;

/** A dependency is available, but not as the service needs it. Waiting does not help. */
public final class UnusableDependencyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableDependencyException(String name, RuntimeException cause) {
        super(name + " cannot be used as it is: " + cause.getMessage(), cause);
    }
}
