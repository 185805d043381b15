package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.gateway.history.SessionStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkspaceProperties.class)
class ChatConfiguration {

    @Bean
    ChatService chatService(SessionStore sessions, CommandLog commands, Clock clock) {
        return new ChatService(sessions, commands, clock);
    }
}
