package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.LogStart;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.relay.Relay;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Does what clients ask for. Blocks for the database and for joining, not for Kafka's acknowledgement. */
final class ChatService {

    private static final String DEFAULT_WORKSPACE = "default";

    private final SessionStore sessions;
    private final MessageStore messages;
    private final CommandLog commands;
    private final Relay relay;
    private final Announcements announcements;
    private final int sessionsPerSocket;
    private final Clock clock;

    ChatService(
            SessionStore sessions,
            MessageStore messages,
            CommandLog commands,
            Relay relay,
            int sessionsPerSocket,
            Clock clock) {
        this.sessions = sessions;
        this.messages = messages;
        this.commands = commands;
        this.relay = relay;
        this.announcements = new Announcements(clock);
        this.sessionsPerSocket = sessionsPerSocket;
        this.clock = clock;
    }

    /** Done when the message is durable; the client follows its session before it is written. */
    CompletableFuture<Reply> send(Client client, Request.Send request) {
        String sessionId = request.sessionId() == null ? Ids.random() : request.sessionId();
        String messageId = request.messageId() == null ? Ids.random() : request.messageId();
        String answerId = Ids.answerId(sessionId, messageId);
        requireRoom(client, sessionId);
        String wanted = request.workspaceId() == null ? DEFAULT_WORKSPACE : request.workspaceId();
        if (request.workspaceId() != null || request.sessionId() == null) {
            requireWorkspace(client, wanted);
        }
        // Nothing is opened in a workspace that its first message would be refused in.
        SessionStore.Access access = client.identity().mayUse(wanted)
                ? sessions.open(sessionId, client.userId(), wanted)
                : sessions.find(sessionId, client.userId());
        String workspaceId = request.workspaceId() == null ? access.workspaceId() : wanted;
        requireWorkspace(client, workspaceId);
        // Who else knows the id may have written to the session since it was opened.
        boolean opens = access.opened() && request.sessionId() == null;
        if (opens) {
            relay.followNew(client.feed(), sessionId, announcements.joined(sessionId), announcements.left(sessionId));
        } else {
            followKnown(client, sessionId, answerId);
        }
        ChatCommand command = new ChatCommand.SendMessage(
                sessionId,
                messageId,
                client.userId(),
                workspaceId,
                request.message(),
                request.appends(),
                request.parentId(),
                request.onBusy(),
                clock.instant());
        return commands.append(command, opens).thenApply(durable -> new Reply.Accepted(sessionId, messageId, answerId));
    }

    CompletableFuture<Reply> regenerate(Client client, Request.Regenerate request) {
        String sessionId = request.sessionId();
        String requestId = request.requestId() == null ? Ids.random() : request.requestId();
        String answerId = Ids.answerId(sessionId, requestId);
        requireRoom(client, sessionId);
        String workspaceId = sessions.find(sessionId, client.userId()).workspaceId();
        requireWorkspace(client, workspaceId);
        followKnown(client, sessionId, answerId);
        ChatCommand command = new ChatCommand.Regenerate(
                sessionId, request.messageId(), requestId, client.userId(), workspaceId, clock.instant());
        return commands.append(command, false).thenApply(durable -> new Reply.Accepted(sessionId, requestId, answerId));
    }

    CompletableFuture<Reply> cancel(Client client, Request.Cancel request) {
        sessions.find(request.sessionId(), client.userId());
        ChatCommand command =
                new ChatCommand.Cancel(request.sessionId(), request.answerId(), client.userId(), clock.instant());
        return commands.append(command, false).thenApply(durable -> new Reply.Done());
    }

    /** Replies when the client has been told that it joined and before any event of the session. */
    void join(Client client, Request.Join request, Consumer<Reply> reply) {
        String sessionId = request.sessionId();
        requireRoom(client, sessionId);
        sessions.find(sessionId, client.userId());
        MessageStore.Joining joining = messages.joining(sessionId, relay.partitionOf(sessionId));
        follow(
                client,
                sessionId,
                joining.start(),
                () -> reply.accept(new Reply.Joined(
                        sessionId, joining.page().messages(), joining.page().next())));
    }

    Reply leave(Client client, Request.Leave request) {
        relay.leave(client.feed(), request.sessionId(), announcements.left(request.sessionId()));
        return new Reply.Left(request.sessionId());
    }

    /** What joining does, without the rows. */
    private void followKnown(Client client, String sessionId, String answerId) {
        if (!client.feed().follows(sessionId)) {
            LogStart start = messages.start(sessionId, relay.partitionOf(sessionId), answerId);
            follow(client, sessionId, start, () -> {});
        }
    }

    private void follow(Client client, String sessionId, LogStart start, Runnable beforeEvents) {
        relay.follow(
                client.feed(), sessionId, start.offset(), start.state(), announcements.joined(sessionId), beforeEvents);
    }

    private void requireRoom(Client client, String sessionId) {
        if (!client.feed().follows(sessionId) && client.feed().size() >= sessionsPerSocket) {
            throw new Rejection(
                    FailureCode.TOO_MANY_SESSIONS,
                    "sessions of this socket: " + client.feed().size() + " (expected: < " + sessionsPerSocket
                            + ", leave one first)");
        }
    }

    private static void requireWorkspace(Client client, String workspaceId) {
        if (!client.identity().mayUse(workspaceId)) {
            throw Payload.invalid("workspace_id", workspaceId, "one of those in your token");
        }
    }
}
