package dev.chatpipeline.worker.provider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the catalog out of {@code chat.workspaces} and {@code chat.providers}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ProviderConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ProviderConfiguration.class);

    @Bean
    ModelCatalog modelCatalog(ModelProperties properties) {
        ModelCatalog catalog = new ModelCatalog(properties);
        catalog.directory().entries().forEach(entry -> log.info("{}", entry));
        return catalog;
    }
}
