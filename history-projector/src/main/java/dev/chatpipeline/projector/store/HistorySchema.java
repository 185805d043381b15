package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.Tables;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables that history is stored in. */
public final class HistorySchema {

    private final DataSource dataSource;

    HistorySchema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Brings the tables up to date; says why that is not possible yet. See {@link Tables#tryMigrate}. */
    public @Nullable String tryMigrate() {
        return Tables.tryMigrate(dataSource);
    }
}
