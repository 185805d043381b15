package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.Tables;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Migrates the database schema when the projector starts. */
public final class HistorySchema {

    private final DataSource dataSource;

    HistorySchema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** See {@link Tables#tryMigrate}. */
    public @Nullable String tryMigrate() {
        return Tables.tryMigrate(dataSource);
    }
}
