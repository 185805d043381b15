package dev.chatpipeline.worker.generation;

import java.util.List;

/** Which model answers in which workspace, and what it is asked there. */
public interface WorkspaceModels {

    /** The model of that workspace; an id not configured gets the default workspace's. */
    StreamingModel forWorkspace(String workspaceId);

    /**
     * What that workspace's model is asked: its instruction and as much of the conversation as its context holds.
     *
     * @param path oldest first; the last one is the user's
     */
    Prompt prompt(String workspaceId, List<Prompt.Message> path);
}
