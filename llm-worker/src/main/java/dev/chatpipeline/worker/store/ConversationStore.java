package dev.chatpipeline.worker.store;

import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a cold worker must know of a session before it answers. */
public class ConversationStore {

    private final JdbcClient jdbc;

    public ConversationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The session as of just before a turn. Rows of later turns are left out, for the projection may be ahead of the
     * worker.
     *
     * @param partition      the session's partition
     * @param before         the first turn that is left out; every command below it must be projected
     * @param eventsPosition the next offset of {@code chat.events} the worker will fold: all before must be projected
     * @return empty when the projection is not there yet
     */
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
