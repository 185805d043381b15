package dev.chatpipeline.gateway.socketio;

/** Answers one event of a client that asked for it. */
@FunctionalInterface
public interface Ack {

    /** Sends the answer; the first call counts. Arguments as for {@link Socket#emit}. */
    void send(Object... args);
}
