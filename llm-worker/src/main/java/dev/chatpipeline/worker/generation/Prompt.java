package dev.chatpipeline.worker.generation;

import java.util.List;

/**
 * The input of a model.
 *
 * @param system   the workspace's instruction, empty if there is none
 * @param messages oldest first; the last one is the user's
 */
public record Prompt(String system, List<Message> messages) {

    public Prompt {
        messages = List.copyOf(messages);
    }

    /** The author of a message. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /** One message of the conversation. */
    public record Message(Role role, String text) {}
}
