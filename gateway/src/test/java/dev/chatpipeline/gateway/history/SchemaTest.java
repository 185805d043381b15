package dev.chatpipeline.gateway.history;

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
class SchemaTest {

    private final DataSource database = new DriverManagerDataSource(ChatInfra.freshDatabase());

    @Test
    void isMadeOnceAServerThatGoesAwayMeanwhileIsBack() {
        Schema cut = new Schema(CutConnections.cut(database, 2));
        assertThat(cut.tryMigrate()).as("cut in the middle").isNotNull();
        assertThat(cut.tryMigrate()).isNull();
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from message")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void tablesThatAreNotOursAreNoPassingTrouble() {
        JdbcClient.create(database).sql("create table other (id int)").update();
        assertThatThrownBy(() -> new Schema(database).tryMigrate()).isInstanceOf(FlywayException.class);
    }
}
