package dev.chatpipeline.worker.store;

import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads sessions from the projector's tables. */
public class ConversationStore implements Conversations {

    private final JdbcClient jdbc;

    public ConversationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Conversation> load(String sessionId, int partition, long before, long eventsPosition) {
        boolean covered = jdbc.sql("""
                        select count(*) from projection_position
                        where log_partition = ? and commands_offset >= ? and events_offset >= ?
                        """)
                        .params(partition, before - 1, eventsPosition - 1)
                        .query(Long.class)
                        .single()
                > 0;
        if (!covered) {
            return Optional.empty();
        }
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
        return Optional.of(conversation);
    }
}
