package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.security.Identity;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * Checks what users ask for and appends it to the log as commands. It knows nothing of how a request arrived. It blocks for
 * PostgreSQL and for the subscriber, not for Kafka's acknowledgement.
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

    /** Done when the message is durable. */
    public CompletableFuture<Accepted> send(Identity user, ChatRequest.Send request, Subscriber subscriber) {
        String sessionId = request.sessionId() == null ? Ids.random() : request.sessionId();
        String messageId = request.messageId() == null ? Ids.random() : request.messageId();
        String answerId = Ids.answerId(sessionId, messageId);
        subscriber.requireRoom(sessionId);
        String wanted = request.workspaceId() == null ? DEFAULT_WORKSPACE : request.workspaceId();
        if (request.workspaceId() != null || request.sessionId() == null) {
            requireWorkspace(user, wanted);
        }
        // No session is opened in a workspace that would reject its first message.
        SessionStore.Access access = user.mayUse(wanted)
                ? sessions.open(sessionId, user.userId(), wanted)
                : sessions.find(sessionId, user.userId());
        String workspaceId = request.workspaceId() == null ? access.workspaceId() : wanted;
        requireWorkspace(user, workspaceId);
        // Another client that knows the id may have written to the session since it was opened.
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

    /** Done when the request is durable. */
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

    /** Done when the request is durable. */
    public CompletableFuture<Void> cancel(Identity user, ChatRequest.Cancel request) {
        sessions.find(request.sessionId(), user.userId());
        return commands.append(
                new ChatCommand.Cancel(request.sessionId(), request.answerId(), user.userId(), clock.instant()), false);
    }

    private static void requireWorkspace(Identity user, String workspaceId) {
        if (!user.mayUse(workspaceId)) {
            throw RequestFields.invalid("workspace_id", workspaceId, "one of those in your token");
        }
    }
}
