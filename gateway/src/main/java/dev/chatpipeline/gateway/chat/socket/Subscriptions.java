package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.chat.Subscriber;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.LogStart;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.relay.Feed;
import dev.chatpipeline.gateway.relay.Relay;
import java.util.function.Consumer;

/** The sessions that one socket follows. Methods block on PostgreSQL and on the relay. */
final class Subscriptions implements Subscriber {

    private final Services services;
    private final Feed feed;
    private final String userId;

    /**
     * What the subscriptions of all sockets share.
     *
     * @param max sessions that one socket may follow at once
     */
    record Services(SessionStore sessions, MessageStore messages, Relay relay, Announcements announcements, int max) {}

    Subscriptions(Services services, Feed feed, String userId) {
        this.services = services;
        this.feed = feed;
        this.userId = userId;
    }

    @Override
    public void requireRoom(String sessionId) {
        if (!feed.follows(sessionId) && feed.size() >= services.max()) {
            throw new Rejection(
                    FailureCode.TOO_MANY_SESSIONS,
                    "sessions followed by this socket: " + feed.size() + " (expected: < " + services.max()
                            + "; leave one first)");
        }
    }

    @Override
    public void followNew(String sessionId) {
        Announcements announcements = services.announcements();
        services.relay().followNew(feed, sessionId, announcements.joined(sessionId), announcements.left(sessionId));
    }

    /** Does what joining does, but without reading a page of messages. */
    @Override
    public void follow(String sessionId, String answerId) {
        if (!feed.follows(sessionId)) {
            LogStart start = services.messages().start(sessionId, partitionOf(sessionId), answerId);
            follow(sessionId, start, () -> {});
        }
    }

    /** Replies after the client has been told that it joined, and before any event of the session. */
    void join(String sessionId, Consumer<Reply> reply) {
        requireRoom(sessionId);
        services.sessions().find(sessionId, userId);
        MessageStore.Joining joining = services.messages().joining(sessionId, partitionOf(sessionId));
        follow(
                sessionId,
                joining.start(),
                () -> reply.accept(new Reply.Joined(
                        sessionId, joining.page().messages(), joining.page().next())));
    }

    private void follow(String sessionId, LogStart start, Runnable beforeEvents) {
        services.relay()
                .follow(
                        feed,
                        sessionId,
                        start.offset(),
                        start.state(),
                        services.announcements().joined(sessionId),
                        beforeEvents);
    }

    Reply leave(String sessionId) {
        services.relay().leave(feed, sessionId, services.announcements().left(sessionId));
        return new Reply.Left(sessionId);
    }

    /** Called when the client has disconnected. */
    void close() {
        services.relay().close(feed);
    }

    private int partitionOf(String sessionId) {
        return services.relay().partitionOf(sessionId);
    }
}
