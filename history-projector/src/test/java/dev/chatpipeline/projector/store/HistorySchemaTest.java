package dev.chatpipeline.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.CutConnections;
import dev.chatpipeline.testkit.UsesChatInfra;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@UsesChatInfra
class HistorySchemaTest {

    private final DataSource database = new DriverManagerDataSource(ChatInfra.freshDatabase());

    @Test
    void isMigratedOnceAServerThatGoesAwayMeanwhileIsBack() {
        HistorySchema cut = new HistorySchema(CutConnections.cut(database, 2));
        assertThat(cut.tryMigrate()).as("cut in the middle").isNotNull();
        assertThat(cut.tryMigrate()).isNull();
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from message")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void tablesOfAnotherApplicationAreRefused() {
        JdbcClient.create(database).sql("create table other (id int)").update();
        assertThatThrownBy(() -> new HistorySchema(database).tryMigrate()).isInstanceOf(FlywayException.class);
    }
}
