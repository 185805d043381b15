package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.chat.RequestFields;
import dev.chatpipeline.gateway.engineio.HttpHandshake;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.recovery.Recovery;
import dev.chatpipeline.gateway.recovery.RecoveryIds.RecoveryId;
import dev.chatpipeline.gateway.security.Identity;
import dev.chatpipeline.gateway.security.SocketAuthenticator;
import dev.chatpipeline.gateway.socketio.ConnectResult;
import dev.chatpipeline.gateway.socketio.Handshake;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** Decides whether to admit a client: by its token, and by the recovery id and cursor of one that reconnects. */
final class Admission {

    private final SocketAuthenticator authenticator;
    private final Recovery recovery;

    Admission(SocketAuthenticator authenticator, Recovery recovery) {
        this.authenticator = authenticator;
        this.recovery = recovery;
    }

    /** The client's identity by the token that it shows to stay; see {@link SocketAuthenticator#renew}. */
    Identity renew(Client client, RequestFields fields) {
        return authenticator.renew(client.userId(), fields.text("token"));
    }

    ConnectResult decide(Handshake handshake) {
        HttpHandshake request = handshake.request();
        JsonNode token = handshake.auth().path("token");
        Handshake.Recovery shown = handshake.recovery();
        Optional<RecoveryId> former = recovery.idOf(shown == null ? null : shown.pid());
        String offset = shown == null ? null : shown.offset();
        try {
            SocketAuthenticator.Admitted admitted = authenticator.admit(
                    token.isString() ? token.stringValue() : null,
                    request.header(HttpHeaders.AUTHORIZATION).orElse(null),
                    request::cookie,
                    former.map(RecoveryId::userId).orElse(null));
            return switch (recovery.decide(former, offset, admitted.identity().userId())) {
                case Recovery.Decision.Admit admit ->
                    new ConnectResult.Accept(admit.id().pid(), new Client(admitted, admit));
                case Recovery.Decision.Later later -> new ConnectResult.Close(later.why());
            };
        } catch (Rejection e) {
            if (e.code() == FailureCode.ISSUER_UNAVAILABLE) {
                return new ConnectResult.Close(e.message());
            }
            return new ConnectResult.Reject(
                    e.message(),
                    ChatJson.mapper().valueToTree(Map.of("code", e.code().wire())));
        }
    }
}
