package dev.chatpipeline.projector.topology;

import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the sessions of one partition fold to. */
final class Sessions {

    private final KeyValueStore<String, SessionFold> store;

    Sessions(KeyValueStore<String, SessionFold> store) {
        this.store = store;
    }

    SessionFold get(String sessionId) {
        @Nullable SessionFold session = store.get(sessionId);
        return session == null ? SessionFold.EMPTY : session;
    }

    void put(String sessionId, SessionFold session) {
        store.put(sessionId, session);
    }
}
