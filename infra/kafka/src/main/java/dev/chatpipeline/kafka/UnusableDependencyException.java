package dev.chatpipeline.kafka;

/** Something a service depends on is there, but not as the service needs it; waiting does not help. */
public final class UnusableDependencyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableDependencyException(String name, RuntimeException cause) {
        super(name + " cannot be used as it is: " + cause.getMessage(), cause);
    }
}
