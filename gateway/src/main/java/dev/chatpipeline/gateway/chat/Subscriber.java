package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.gateway.failure.Rejection;

/**
 * The client that sent a command. It follows the command's session before the command is appended, so that it misses nothing
 * of the answer.
 */
public interface Subscriber {

    /** @throws Rejection {@code too_many_sessions} if the client cannot follow one more session, unless it follows this one */
    void requireRoom(String sessionId);

    /** Follows a session that has just been opened, so that the log holds nothing of it. */
    void followNew(String sessionId);

    /**
     * Follows a session, unless the client already does.
     *
     * @param answerId the answer about to be requested; if it was requested before, its events are sent from the start
     */
    void follow(String sessionId, String answerId);
}
