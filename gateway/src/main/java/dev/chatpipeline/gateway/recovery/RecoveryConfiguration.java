package dev.chatpipeline.gateway.recovery;

import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.SecurityProperties;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {

    @Bean
    RecoveryIds recoveryIds(SecurityProperties properties, Clock clock) {
        return new RecoveryIds(properties.recoverySecretOrJwtSecret(), clock);
    }

    @Bean
    Recovery recovery(
            RecoveryIds ids,
            SessionStore sessions,
            MessageStore messages,
            Relay relay,
            RecoveryLimits limits,
            Clock clock) {
        return new Recovery(ids, sessions, messages, relay, limits, clock);
    }
}
