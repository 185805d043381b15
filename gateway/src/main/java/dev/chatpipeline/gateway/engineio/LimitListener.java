package dev.chatpipeline.gateway.engineio;

/** Is told whenever a client runs into a limit. Must not block. */
@FunctionalInterface
public interface LimitListener {

    /** A client was closed or rejected because of that limit. */
    void reached(String limit);
}
