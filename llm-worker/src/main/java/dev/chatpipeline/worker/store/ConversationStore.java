package dev.chatpipeline.worker.store;

import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.ConversationsUnavailableException;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads sessions from the projector's tables. */
final class ConversationStore implements Conversations {

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    ConversationStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    @Override
    public Optional<Conversation> load(String sessionId, int partition, long before, long eventsPosition) {
        try {
            // Position and rows of one moment: a row that comes in between would be missing, and not missed.
            return snapshot.execute(status -> isCovered(partition, before, eventsPosition)
                    ? Optional.of(rows(sessionId, before))
                    : Optional.empty());
        } catch (DataAccessException | TransactionException e) {
            throw new ConversationsUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isCovered(int partition, long before, long eventsPosition) {
        return jdbc.sql("""
                        select count(*) from projection_position
                        where log_partition = ? and commands_offset >= ? and events_offset >= ?
                        """)
                        .params(partition, before - 1, eventsPosition - 1)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private Conversation rows(String sessionId, long before) {
        Conversation conversation = new Conversation(sessionId);
        jdbc.sql("""
                        select message_id, role, parent_id, content from message
                        where session_id = ? and turn < ?
                        order by turn, role desc
                        """).params(sessionId, before).query(row -> {
            Role role = "user".equals(row.getString("role")) ? Role.USER : Role.ASSISTANT;
            conversation.restore(
                    row.getString("message_id"), role, row.getString("parent_id"), row.getString("content"));
        });
        return conversation;
    }
}
