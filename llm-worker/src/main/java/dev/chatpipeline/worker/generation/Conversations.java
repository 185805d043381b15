package dev.chatpipeline.worker.generation;

import java.util.Optional;

/** The port to what is stored of sessions: what a cold worker must know before it answers. */
public interface Conversations {

    /**
     * The session as of just before a turn. Rows of later turns are left out, for the projection may be ahead of the
     * worker.
     *
     * @param partition      the session's partition
     * @param before         the first turn that is left out; every command below it must be projected
     * @param eventsPosition the next offset of {@code chat.events} the worker will fold: all before must be projected
     * @return empty when the projection is not there yet
     * @throws ConversationsUnavailableException when it cannot be read right now
     */
    Optional<Conversation> load(String sessionId, int partition, long before, long eventsPosition);
}
