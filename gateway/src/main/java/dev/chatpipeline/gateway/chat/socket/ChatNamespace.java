package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.chat.ChatRequest;
import dev.chatpipeline.gateway.chat.ChatService;
import dev.chatpipeline.gateway.chat.RequestFields;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.recovery.Recovery;
import dev.chatpipeline.gateway.relay.Feed;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.socketio.Ack;
import dev.chatpipeline.gateway.socketio.ConnectResult;
import dev.chatpipeline.gateway.socketio.Handshake;
import dev.chatpipeline.gateway.socketio.NamespaceHandler;
import dev.chatpipeline.gateway.socketio.Socket;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The main namespace: passes clients' events to {@link ChatService} and acknowledges or rejects each. */
final class ChatNamespace implements NamespaceHandler {

    private static final Logger log = LoggerFactory.getLogger(ChatNamespace.class);

    private final Admission admission;
    private final ChatService chat;
    private final Subscriptions.Services services;
    private final int maxMessageBytes;
    private final Clock clock;

    ChatNamespace(
            Admission admission, ChatService chat, Subscriptions.Services services, int maxMessageBytes, Clock clock) {
        this.admission = admission;
        this.chat = chat;
        this.services = services;
        this.maxMessageBytes = maxMessageBytes;
        this.clock = clock;
    }

    /** One event from a client and how to reply to it. */
    private record Call(
            Socket socket, List<JsonNode> args, @Nullable Ack ack) {

        Client client() {
            return ChatNamespace.client(socket);
        }

        /** The first argument; a missing node if there is none. */
        JsonNode payload() {
            return args.isEmpty() ? MissingNode.getInstance() : args.getFirst();
        }
    }

    @Override
    public ConnectResult connect(Handshake handshake) {
        return admission.decide(handshake);
    }

    @Override
    public void connected(Socket socket) {
        Client client = client(socket);
        Relay relay = services.relay();
        Announcements announcements = services.announcements();
        Feed feed = relay.open(new SocketOutlet(socket), client.admission().id().nonce());
        client.connected(
                new Subscriptions(services, feed, client.userId()), new TokenExpiry(socket, client.isGuest(), clock));
        switch (client.admission()) {
            case Recovery.Decision.Fresh fresh -> feed.announce(announcements.connected(client));
            case Recovery.Decision.Resume resume ->
                relay.resume(
                        feed,
                        resume.positions(),
                        announcements.left(resume.withdrawn()),
                        announcements.connected(client));
        }
        client.expiry().watch(client.identity().expiresAt());
    }

    @Override
    public void disconnected(Socket socket, DisconnectReason reason) {
        if (client(socket).isConnected()) {
            client(socket).expiry().stop();
            client(socket).subscriptions().close();
        }
    }

    @Override
    public void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {
        Call call = new Call(socket, args, ack);
        try {
            handle(name, call);
        } catch (Rejection e) {
            reject(call, e);
        } catch (RuntimeException e) {
            log.error("Handling {} failed", name, e);
            reject(call, internal());
        }
    }

    @Override
    public void oversized(Socket socket, @Nullable Ack ack) {
        reject(
                new Call(socket, List.of(), ack),
                new Rejection(
                        FailureCode.MESSAGE_TOO_LONG,
                        "message: too large to be read (expected: <= " + maxMessageBytes + " bytes)"));
    }

    private void handle(String name, Call call) {
        Client client = call.client();
        switch (name) {
            case "chat_message" -> {
                ChatRequest.Send send = ChatRequest.Send.of(RequestFields.of(call.payload()), maxMessageBytes);
                replyWhenDone(
                        call,
                        chat.send(client.identity(), send, client.subscriptions())
                                .thenApply(Reply.Accepted::of));
            }
            case "regenerate_message" -> {
                ChatRequest.Regenerate regenerate = ChatRequest.Regenerate.of(RequestFields.of(call.payload()));
                replyWhenDone(
                        call,
                        chat.regenerate(client.identity(), regenerate, client.subscriptions())
                                .thenApply(Reply.Accepted::of));
            }
            case "cancel_message" -> {
                ChatRequest.Cancel cancel = ChatRequest.Cancel.of(RequestFields.of(call.payload()));
                replyWhenDone(call, chat.cancel(client.identity(), cancel).thenApply(done -> new Reply.Appended()));
            }
            case "join_session" -> {
                String sessionId = RequestFields.of(call.payload()).sessionId();
                client.subscriptions().join(sessionId, joined -> reply(call, joined));
            }
            case "leave_session" -> {
                String sessionId = RequestFields.of(call.payload()).sessionId();
                reply(call, client.subscriptions().leave(sessionId));
            }
            case "refresh_token" -> {
                client.renewed(admission.renew(client, RequestFields.of(call.payload())));
                client.expiry().watch(client.identity().expiresAt());
                reply(call, new Reply.Renewed(client.identity().expiresAt()));
            }
            default ->
                throw new Rejection(
                        FailureCode.UNKNOWN_EVENT, "Unknown event: " + RequestFields.abbreviated(name) + ".");
        }
    }

    private void replyWhenDone(Call call, CompletionStage<? extends Reply> pending) {
        pending.whenComplete((reply, failure) -> {
            if (failure == null) {
                reply(call, reply);
            } else {
                Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
                reject(call, cause instanceof Rejection known ? known : internal());
            }
        });
    }

    private static void reply(Call call, Reply reply) {
        Ack ack = call.ack();
        if (ack != null) {
            ack.send(tree(reply));
        }
    }

    /** Rejects in the ack, or with an {@code error} event if the client requested no ack. */
    private void reject(Call call, Rejection rejection) {
        if (call.ack() != null) {
            reply(call, Reply.Rejected.of(rejection));
            return;
        }
        call.socket().emit(ErrorEvent.NAME, ErrorEvent.of(sessionId(call.payload()), clock.instant(), rejection));
    }

    private static @Nullable String sessionId(JsonNode payload) {
        JsonNode id = payload.path("session_id");
        return id.isString() && Ids.isValid(id.stringValue()) ? id.stringValue() : null;
    }

    private static Rejection internal() {
        return new Rejection(FailureCode.INTERNAL, "The request failed inside the gateway.");
    }

    private static Client client(Socket socket) {
        return socket.attachment(Client.class);
    }

    private static JsonNode tree(Object value) {
        return ChatJson.mapper().valueToTree(value);
    }
}
