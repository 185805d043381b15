package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.Tables;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Migrates the database schema when the gateway starts. */
@Component
public class Schema {

    private final DataSource dataSource;

    Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** See {@link Tables#tryMigrate}. */
    public @Nullable String tryMigrate() {
        return Tables.tryMigrate(dataSource);
    }
}
