package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.gateway.CorsProperties;
import dev.chatpipeline.gateway.GatewayProperties;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.Gate;
import dev.chatpipeline.gateway.security.RecoveryIds;
import dev.chatpipeline.gateway.socketio.SocketIoProperties;
import dev.chatpipeline.gateway.socketio.SocketIoServer;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;

/** Puts the chat on its Socket.IO server. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SocketIoProperties.class, WorkspaceProperties.class})
class ChatConfiguration {

    @Bean
    ChatService chatService(
            SessionStore sessions,
            MessageStore messages,
            CommandLog commands,
            Relay relay,
            GatewayProperties properties,
            Clock clock) {
        return new ChatService(sessions, messages, commands, relay, properties.sessionsPerSocket(), clock);
    }

    @Bean
    Recovery recovery(
            RecoveryIds ids,
            SessionStore sessions,
            MessageStore messages,
            Relay relay,
            GatewayProperties properties,
            Clock clock) {
        return new Recovery(ids, sessions, messages, relay, properties, clock);
    }

    @Bean
    SocketIoServer socketIoServer(
            SocketIoProperties limits,
            CorsProperties cors,
            Gate gate,
            Recovery recovery,
            Relay relay,
            ChatService chat,
            GatewayProperties properties,
            Clock clock) {
        return SocketIoServer.builder(limits)
                .allowedOrigins(cors.allowedOrigins())
                .namespace(
                        "/",
                        new ChatNamespace(
                                gate,
                                recovery,
                                relay,
                                chat,
                                (int) properties.messageBytes().toBytes(),
                                clock))
                .build();
    }

    @Bean
    HandlerMapping socketIoMapping(SocketIoServer server) {
        return server.handlerMapping();
    }
}
