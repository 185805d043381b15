package dev.chatpipeline.gateway.socketio;

/** Acknowledges one event whose client requested an acknowledgement. */
@FunctionalInterface
public interface Ack {

    /** Sends the acknowledgement. Only the first call has an effect. Arguments are as for {@link Socket#emit}. */
    void send(Object... args);
}
