package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;

/**
 * A command to answer.
 *
 * @param offset  in {@code chat.commands}; the turn's number
 * @param command what was asked
 * @param opens   whether nothing in the session lies before it
 */
record Turn(long offset, ChatCommand.Ask command, boolean opens) {

    String sessionId() {
        return command.sessionId();
    }

    String answerId() {
        return command.answerId();
    }
}
