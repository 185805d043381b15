package dev.chatpipeline.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.Generation;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.Progress;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.Times;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The guards and the transaction, on a real database. */
@UsesChatInfra
class HistoryStoreTest {

    private static final int PARTITION = 3;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

    private final DataSource dataSource =
            new DriverManagerDataSource(ChatInfra.freshDatabase() + "&reWriteBatchedInserts=true");
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private HistoryStore store;

    @BeforeEach
    void open() {
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(JdbcTemplate.class, () -> jdbc);
        context.registerBean(NamedParameterJdbcTemplate.class, () -> new NamedParameterJdbcTemplate(jdbc));
        context.registerBean(
                "transactionManager", JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.register(StoreConfiguration.class);
        context.refresh();
        context.getBean(HistorySchema.class).tryMigrate();
        store = context.getBean(HistoryStore.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void everyColumnIsStored() {
        apply(at(0, row("a", MessageStatus.FAILED, 7, 9L)), at(1, new Position(PARTITION, 7, 9)));
        assertThat(jdbc.queryForMap("select * from message"))
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("session_id", "s"),
                        Map.entry("message_id", "a"),
                        Map.entry("parent_id", "m"),
                        Map.entry("role", "assistant"),
                        Map.entry("workspace_id", "default"),
                        Map.entry("content", "text of a"),
                        Map.entry("status", "failed"),
                        Map.entry("turn", 7L),
                        Map.entry("attempt", 2),
                        Map.entry("provider", "simulated"),
                        Map.entry("model", "model-1"),
                        Map.entry("finish_reason", "stop"),
                        Map.entry("input_tokens", 1),
                        Map.entry("output_tokens", 2),
                        Map.entry("ttft_ms", 3L),
                        Map.entry("duration_ms", 4L),
                        Map.entry("error_type", "llm_error"),
                        Map.entry("error_code", "stream_cut"),
                        Map.entry("error_message", "It went wrong."),
                        Map.entry("retryable", true),
                        Map.entry("log_partition", PARTITION),
                        Map.entry("first_offset", 8L),
                        Map.entry("last_offset", 9L),
                        Map.entry("chunks", 5L),
                        Map.entry("digest", "sha256:00"),
                        Map.entry("verified", true),
                        Map.entry("created_at", Timestamp.from(NOON)),
                        Map.entry("finished_at", Timestamp.from(NOON.plusSeconds(1)))));
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 7, 9, 1));
    }

    @Test
    void everyColumnOfAUsersRowIsStored() {
        apply(at(0, new UserRow(new Node("s", "m", "a"), new Origin(PARTITION, 7, "default"), "ann", "text", NOON)));
        Map<String, Object> stored = jdbc.queryForMap("select * from message");
        stored.values().removeIf(Objects::isNull);
        assertThat(stored)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("session_id", "s"),
                        Map.entry("message_id", "m"),
                        Map.entry("parent_id", "a"),
                        Map.entry("role", "user"),
                        Map.entry("user_id", "ann"),
                        Map.entry("workspace_id", "default"),
                        Map.entry("content", "text"),
                        Map.entry("status", "complete"),
                        Map.entry("turn", 7L),
                        Map.entry("log_partition", PARTITION),
                        Map.entry("first_offset", 7L),
                        Map.entry("last_offset", 7L),
                        Map.entry("created_at", Timestamp.from(NOON))));
    }

    @Test
    void aPositionWithoutValueErasesNothing() {
        apply(at(0, row("a", MessageStatus.QUEUED, 7, null)), at(1, new Position(PARTITION, 7, 9)));
        apply(new HistoryEntry(PARTITION, 2, new HistoryKey.OfPosition(PARTITION), null));
        assertThat(statuses()).containsExactly("a queued");
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 7, 9, 2));
    }

    @Test
    void theLastStateOfARowInABatchIsStored() {
        apply(
                at(0, row("a", MessageStatus.QUEUED, 7, null)),
                at(1, row("a", MessageStatus.RUNNING, 7, 8L)),
                at(2, row("b", MessageStatus.QUEUED, 8, null)),
                at(3, row("a", MessageStatus.COMPLETE, 7, 9L)));
        assertThat(statuses()).containsExactly("a complete", "b queued");
    }

    @Test
    void redeliveryChangesNothing() {
        HistoryEntry made = at(0, row("a", MessageStatus.RUNNING, 7, 8L));
        HistoryEntry erased = new HistoryEntry(PARTITION, 1, new HistoryKey.OfRow("s", "a"), null);
        HistoryEntry other = at(2, row("b", MessageStatus.COMPLETE, 9, 12L));
        HistoryEntry told = at(3, new Position(PARTITION, 9, 12));
        apply(made, erased, other, told);
        apply(made);
        assertThat(statuses()).containsExactly("b complete");
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 9, 12, 3));
        apply(made, erased, other, told);
        assertThat(statuses()).containsExactly("b complete");
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 9, 12, 3));
    }

    @Test
    void anEarlierStateNeverReplacesALaterOne() {
        apply(at(0, row("a", MessageStatus.COMPLETE, 7, 9L)), at(1, new Position(PARTITION, 7, 9)));
        apply(at(2, row("a", MessageStatus.RUNNING, 7, 8L)), at(3, new Position(PARTITION, 6, 8)));
        apply(at(4, row("a", MessageStatus.QUEUED, 7, null)));
        apply(at(5, row("a", MessageStatus.COMPLETE, 6, 20L)));
        assertThat(statuses()).containsExactly("a complete");
        assertThat(jdbc.queryForObject("select turn from message", Long.class)).isEqualTo(7);
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 7, 9, 5));
        apply(at(6, row("a", MessageStatus.QUEUED, 8, null)));
        assertThat(statuses()).containsExactly("a queued");
    }

    @Test
    void rowsAndPositionAreStoredTogetherOrNotAtAll() {
        apply(at(0, new Position(PARTITION, 1, 1)));
        jdbc.execute("alter table projection_position rename column commands_offset to hidden");
        assertThatThrownBy(() ->
                        apply(at(1, row("a", MessageStatus.QUEUED, 7, null)), at(2, new Position(PARTITION, 7, 1))))
                .isInstanceOf(StoreUnavailableException.class);
        jdbc.execute("alter table projection_position rename column hidden to commands_offset");
        assertThat(statuses()).isEmpty();
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+300000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void whatTheDatabaseCanNeverTakeHoldsNothingBack(Instant tooLate) {
        UserRow bad = new UserRow(new Node("s", "b", null), new Origin(PARTITION, 8, "default"), "ann", "", tooLate);
        apply(
                at(0, row("a", MessageStatus.QUEUED, 7, null)),
                at(1, bad),
                at(2, row("c", MessageStatus.QUEUED, 9, null)),
                at(3, new Position(PARTITION, 9, 0)));
        assertThat(statuses()).containsExactly("a queued", "c queued");
        assertThat(position()).isEqualTo(new StoredPosition(PARTITION, 9, 0, 3));
    }

    private void apply(HistoryEntry... entries) {
        store.apply(List.of(entries));
    }

    private static HistoryEntry at(long offset, HistoryRecord value) {
        return new HistoryEntry(PARTITION, offset, value.key(), value);
    }

    private static MessageRow row(String messageId, MessageStatus status, long turn, @Nullable Long lastOffset) {
        Failure failure = new Failure("llm_error", "stream_cut", "It went wrong.", true);
        return new AnswerRow(
                new Node("s", messageId, "m"),
                new Origin(PARTITION, turn, "default"),
                new Progress(status, 2, "text of " + messageId, failure),
                new Generation("simulated", "model-1", "stop", new Usage(1, 2), 3L, 4L),
                lastOffset == null ? null : new Proof(8, lastOffset, 5L, "sha256:00", true),
                new Times(NOON, NOON.plusSeconds(1)));
    }

    private List<String> statuses() {
        return jdbc.queryForList("select message_id || ' ' || status from message order by message_id", String.class);
    }

    private StoredPosition position() {
        return jdbc.queryForObject(
                "select * from projection_position",
                (result, index) -> new StoredPosition(
                        result.getInt("log_partition"),
                        result.getLong("commands_offset"),
                        result.getLong("events_offset"),
                        result.getLong("history_offset")));
    }
}
