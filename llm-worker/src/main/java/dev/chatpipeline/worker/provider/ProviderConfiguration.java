package dev.chatpipeline.worker.provider;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the catalog out of {@code chat.workspaces} and {@code chat.providers}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ProviderConfiguration {

    @Bean
    ModelCatalog modelCatalog(ModelProperties properties) {
        return new ModelCatalog(properties);
    }
}
