package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.gateway.failure.Rejection;

/**
 * The client for which a command is appended, as far as it follows sessions. It follows a command's session before the
 * command is appended, so that it misses nothing of the answer.
 */
public interface Subscriber {

    /** @throws Rejection {@code too_many_sessions} when the client cannot follow this session as well */
    void requireRoom(String sessionId);

    /** Follows a session that has just been opened: nothing of it is in the log. */
    void followNew(String sessionId);

    /**
     * Follows a session unless it is followed already.
     *
     * @param answerId the answer about to be asked for; shown from its beginning if it was asked for before
     */
    void follow(String sessionId, String answerId);
}
