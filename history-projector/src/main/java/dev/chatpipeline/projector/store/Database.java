package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.Tables;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database as a whole. */
public final class Database {

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** See {@link Tables#tryMigrate}. */
    public @Nullable String tryMigrate() {
        return Tables.tryMigrate(dataSource);
    }
}
