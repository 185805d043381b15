package dev.chatpipeline.worker.store;

import dev.chatpipeline.worker.generation.Conversations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The store's beans. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    Conversations conversations(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new ConversationStore(jdbc, transactions);
    }
}
