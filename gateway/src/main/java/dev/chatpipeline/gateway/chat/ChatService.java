package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.security.Identity;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * Checks users' requests and appends them to the log as commands, however they arrived. It blocks on PostgreSQL and on the
 * subscriber, but not on Kafka's acknowledgement.
 */
public final class ChatService {

    private static final String DEFAULT_WORKSPACE = "default";

    private final SessionStore sessions;
    private final CommandLog commands;
    private final Clock clock;

    ChatService(SessionStore sessions, CommandLog commands, Clock clock) {
        this.sessions = sessions;
        this.commands = commands;
        this.clock = clock;
    }

    /** Appends a message; completes once it is durable. */
    public CompletableFuture<Accepted> send(Identity user, ChatRequest.Send request, Subscriber subscriber) {
        String sessionId = request.sessionId() == null ? Ids.random() : request.sessionId();
        String messageId = request.messageId() == null ? Ids.random() : request.messageId();
        String answerId = Ids.answerId(sessionId, messageId);
        subscriber.requireRoom(sessionId);
        String requestedWorkspace = request.workspaceId() == null ? DEFAULT_WORKSPACE : request.workspaceId();
        if (request.workspaceId() != null || request.sessionId() == null) {
            requireWorkspace(user, requestedWorkspace);
        }
        // A user who may not use the workspace opens no session in it: the first message would be rejected anyway.
        SessionStore.Access access = user.mayUse(requestedWorkspace)
                ? sessions.open(sessionId, user.userId(), requestedWorkspace)
                : sessions.find(sessionId, user.userId());
        String workspaceId = request.workspaceId() == null ? access.workspaceId() : requestedWorkspace;
        requireWorkspace(user, workspaceId);
        // Only an id generated here is unknown to every other client, so only then can nothing precede the command.
        boolean opens = access.opened() && request.sessionId() == null;
        if (opens) {
            subscriber.followNew(sessionId);
        } else {
            subscriber.follow(sessionId, answerId);
        }
        ChatCommand command = new ChatCommand.SendMessage(
                sessionId,
                messageId,
                user.userId(),
                workspaceId,
                request.message(),
                request.appends(),
                request.parentId(),
                request.onBusy(),
                clock.instant());
        return commands.append(command, opens).thenApply(durable -> new Accepted(sessionId, messageId, answerId));
    }

    /** Appends a request for a new answer; completes once it is durable. */
    public CompletableFuture<Accepted> regenerate(
            Identity user, ChatRequest.Regenerate request, Subscriber subscriber) {
        String sessionId = request.sessionId();
        String requestId = request.requestId() == null ? Ids.random() : request.requestId();
        String answerId = Ids.answerId(sessionId, requestId);
        subscriber.requireRoom(sessionId);
        String workspaceId = sessions.find(sessionId, user.userId()).workspaceId();
        requireWorkspace(user, workspaceId);
        subscriber.follow(sessionId, answerId);
        ChatCommand command = new ChatCommand.Regenerate(
                sessionId, request.messageId(), requestId, user.userId(), workspaceId, clock.instant());
        return commands.append(command, false).thenApply(durable -> new Accepted(sessionId, requestId, answerId));
    }

    /** Appends a cancel; completes once it is durable. */
    public CompletableFuture<Void> cancel(Identity user, ChatRequest.Cancel request) {
        sessions.find(request.sessionId(), user.userId());
        return commands.append(
                new ChatCommand.Cancel(request.sessionId(), request.answerId(), user.userId(), clock.instant()), false);
    }

    private static void requireWorkspace(Identity user, String workspaceId) {
        if (!user.mayUse(workspaceId)) {
            throw Rejection.invalidPayload("workspace_id", workspaceId, "a workspace that your token allows");
        }
    }
}
