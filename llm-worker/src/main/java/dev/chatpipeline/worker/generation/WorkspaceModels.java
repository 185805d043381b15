package dev.chatpipeline.worker.generation;

import java.util.List;

/** Which model answers in a workspace, and with which prompt. */
public interface WorkspaceModels {

    /** The model of a workspace; the default workspace's model if the id is not configured. */
    StreamingModel forWorkspace(String workspaceId);

    /**
     * The prompt for a workspace's model: its instruction and as much of the conversation as fits its context window.
     *
     * @param path the conversation, oldest first; the last message is the user's
     */
    Prompt prompt(String workspaceId, List<Prompt.Message> path);
}
