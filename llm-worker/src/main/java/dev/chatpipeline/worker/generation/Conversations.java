package dev.chatpipeline.worker.generation;

import java.util.Optional;

/** Port to the stored conversations, which a worker must read before it answers in a cold session. */
public interface Conversations {

    /**
     * Loads a session as it was just before a turn. Rows of that and later turns are left out, because the projection may be
     * ahead of the worker.
     *
     * @param partition      the session's partition
     * @param before         first turn to leave out; all commands below it must have been projected
     * @param eventsPosition next offset of {@code chat.events} that the worker will fold; all events below it must have been
     *                       projected
     * @return empty if the projection has not reached that point yet
     * @throws ConversationsUnavailableException if the conversation cannot be read at the moment
     */
    Optional<Conversation> load(String sessionId, int partition, long before, long eventsPosition);
}
