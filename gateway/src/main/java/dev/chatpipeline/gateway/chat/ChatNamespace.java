package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.HttpHandshake;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.relay.Feed;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.Gate;
import dev.chatpipeline.gateway.security.RecoveryIds.RecoveryId;
import dev.chatpipeline.gateway.socketio.Ack;
import dev.chatpipeline.gateway.socketio.ConnectResult;
import dev.chatpipeline.gateway.socketio.Handshake;
import dev.chatpipeline.gateway.socketio.NamespaceHandler;
import dev.chatpipeline.gateway.socketio.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** The main namespace: lets clients in, gives their events to {@link ChatService}, and tells them what came of it. */
final class ChatNamespace implements NamespaceHandler {

    private static final Logger log = LoggerFactory.getLogger(ChatNamespace.class);

    private final Gate gate;
    private final Recovery recovery;
    private final Relay relay;
    private final ChatService chat;
    private final Announcements announcements;
    private final int maxMessageBytes;
    private final Clock clock;

    ChatNamespace(Gate gate, Recovery recovery, Relay relay, ChatService chat, int maxMessageBytes, Clock clock) {
        this.gate = gate;
        this.recovery = recovery;
        this.relay = relay;
        this.chat = chat;
        this.announcements = new Announcements(clock);
        this.maxMessageBytes = maxMessageBytes;
        this.clock = clock;
    }

    @Override
    public ConnectResult connect(Handshake handshake) {
        HttpHandshake request = handshake.request();
        JsonNode token = handshake.auth().path("token");
        Handshake.Recovery brought = handshake.recovery();
        Optional<RecoveryId> former = recovery.idOf(brought);
        String offset = brought == null ? null : brought.offset();
        try {
            Gate.Entry entry = gate.admit(
                    token.isString() ? token.stringValue() : null,
                    request.header(HttpHeaders.AUTHORIZATION).orElse(null),
                    request.cookie(Gate.COOKIE).orElse(null),
                    former.map(RecoveryId::userId).orElse(null));
            return switch (recovery.decide(former, offset, entry.identity().userId())) {
                case Recovery.Decision.Admit admit ->
                    new ConnectResult.Accept(admit.id().pid(), new Client(entry, admit));
                case Recovery.Decision.Later later -> new ConnectResult.Close(later.why());
            };
        } catch (Rejection e) {
            return new ConnectResult.Refuse(
                    e.message(), tree(Map.of("code", e.code().wire())));
        }
    }

    @Override
    public void connected(Socket socket) {
        Client client = client(socket);
        Feed feed = relay.open(new SocketOutlet(socket), client.admission().id().nonce());
        client.connected(feed);
        switch (client.admission()) {
            case Recovery.Decision.Begin begin -> feed.announce(announcements.connected(client));
            case Recovery.Decision.Resume resume ->
                relay.resume(
                        feed, resume.places(), announcements.left(resume.withdrawn()), announcements.connected(client));
        }
    }

    @Override
    public void disconnected(Socket socket, DisconnectReason reason) {
        if (client(socket).isConnected()) {
            relay.close(client(socket).feed());
        }
    }

    @Override
    public void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {
        try {
            handle(socket, Request.parse(name, args, maxMessageBytes), args, ack);
        } catch (Rejection e) {
            reject(socket, e, args, ack);
        } catch (RuntimeException e) {
            log.error("{} failed", name, e);
            reject(socket, internal(), args, ack);
        }
    }

    private void handle(Socket socket, Request request, List<JsonNode> args, @Nullable Ack ack) {
        Client client = client(socket);
        switch (request) {
            case Request.Send send -> replyWhenDone(chat.send(client, send), socket, args, ack);
            case Request.Regenerate again -> replyWhenDone(chat.regenerate(client, again), socket, args, ack);
            case Request.Cancel cancel -> replyWhenDone(chat.cancel(client, cancel), socket, args, ack);
            case Request.Join join -> chat.join(client, join, answer -> reply(ack, answer));
            case Request.Leave leave -> reply(ack, chat.leave(client, leave));
        }
    }

    private void replyWhenDone(CompletionStage<Reply> pending, Socket socket, List<JsonNode> args, @Nullable Ack ack) {
        pending.whenComplete((answer, failure) -> {
            if (failure == null) {
                reply(ack, answer);
            } else {
                Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
                reject(socket, cause instanceof Rejection known ? known : internal(), args, ack);
            }
        });
    }

    private static void reply(@Nullable Ack ack, Reply reply) {
        if (ack != null) {
            ack.send(tree(reply));
        }
    }

    /** Without an ack callback the client is told by an {@code error} event. */
    private void reject(Socket socket, Rejection rejection, List<JsonNode> args, @Nullable Ack ack) {
        if (ack != null) {
            ack.send(tree(Reply.Rejected.of(rejection)));
            return;
        }
        socket.emit(
                "error",
                tree(new Refused(
                        sessionId(args),
                        clock.instant(),
                        rejection.message(),
                        rejection.code().kind().wire(),
                        rejection.code().wire(),
                        rejection.code().retryable())));
    }

    /** The event {@code error} of a request; it ends no turn, so it carries no cursor. */
    private record Refused(
            @Nullable String sessionId,
            Instant timestamp,
            String message,
            String errorType,
            String code,
            boolean retryable) {}

    private static @Nullable String sessionId(List<JsonNode> args) {
        JsonNode id = args.isEmpty() ? null : args.getFirst().get("session_id");
        return id != null && id.isString() && Ids.isValid(id.stringValue()) ? id.stringValue() : null;
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
