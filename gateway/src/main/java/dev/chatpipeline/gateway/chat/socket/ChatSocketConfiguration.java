package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.gateway.chat.ChatService;
import dev.chatpipeline.gateway.engineio.LimitListener;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.recovery.Recovery;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.CorsProperties;
import dev.chatpipeline.gateway.security.SocketAuthenticator;
import dev.chatpipeline.gateway.socketio.SocketIoProperties;
import dev.chatpipeline.gateway.socketio.SocketIoServer;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;

/** Assembles the Socket.IO server of the chat. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SocketIoProperties.class)
class ChatSocketConfiguration {

    @Bean
    Admission admission(SocketAuthenticator authenticator, Recovery recovery) {
        return new Admission(authenticator, recovery);
    }

    @Bean
    Subscriptions.Services subscriptionServices(
            SessionStore sessions, MessageStore messages, Relay relay, ChatLimits limits, Clock clock) {
        return new Subscriptions.Services(sessions, messages, relay, new Announcements(clock), limits.sessions());
    }

    @Bean
    ChatNamespace chatNamespace(
            Admission admission, ChatService chat, Subscriptions.Services services, ChatLimits limits, Clock clock) {
        return new ChatNamespace(admission, chat, services, limits.messageBytes(), clock);
    }

    @Bean
    SocketIoServer socketIoServer(
            SocketIoProperties properties, CorsProperties cors, ChatNamespace chat, LimitListener limits) {
        return SocketIoServer.builder(properties)
                .allowedOrigins(cors.allowedOrigins())
                .limits(limits)
                .namespace("/", chat)
                .build();
    }

    @Bean
    HandlerMapping socketIoMapping(SocketIoServer server) {
        return server.handlerMapping();
    }
}
