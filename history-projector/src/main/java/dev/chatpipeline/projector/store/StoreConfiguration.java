package dev.chatpipeline.projector.store;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories
public class StoreConfiguration extends AbstractJdbcConfiguration {

    @Bean
    HistorySchema historySchema(DataSource dataSource) {
        return new HistorySchema(dataSource);
    }

    @Bean
    HistoryStore historyStore(
            JdbcOperations jdbc, StoredPositions positions, PlatformTransactionManager transactionManager) {
        return new HistoryStore(jdbc, positions, new TransactionTemplate(transactionManager));
    }

    /** Fixed, because detecting it would need the database, which may not be available yet. */
    @Bean
    @Override
    public JdbcDialect jdbcDialect(NamedParameterJdbcOperations operations) {
        return JdbcPostgresDialect.INSTANCE;
    }
}
