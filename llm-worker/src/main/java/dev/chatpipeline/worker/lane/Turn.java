package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatCommand;

/**
 * A command to answer.
 *
 * @param offset  in {@code chat.commands}: the turn's number
 * @param command what was asked
 * @param opens   whether nothing of the session lies before it
 */
public record Turn(long offset, ChatCommand.Ask command, boolean opens) {

    /** The session it belongs to. */
    public String sessionId() {
        return command.sessionId();
    }

    String answerId() {
        return command.answerId();
    }

    String workspaceId() {
        return command.workspaceId();
    }
}
