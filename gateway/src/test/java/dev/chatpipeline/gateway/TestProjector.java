package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes the rows of one session as the projector would after any part of the log. */
public final class TestProjector {

    private final TestGateway gateway;
    private final Map<Long, Long> firstOffsets = new HashMap<>();
    private SessionState state = SessionState.EMPTY;

    public TestProjector(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** Projects all of the session's commands. */
    public void commands(List<TestWorker.Received> commands) throws SQLException {
        String parent = null;
        for (TestWorker.Received command : commands) {
            if (command.command() instanceof ChatCommand.SendMessage send) {
                user(command, send, parent);
                answer(send.sessionId(), send.answerId(), send.messageId(), command.offset(), "queued", null, null);
                parent = send.answerId();
            }
        }
    }

    private void user(TestWorker.Received command, ChatCommand.SendMessage send, String parent) throws SQLException {
        gateway.sql(
                """
                insert into message (session_id, message_id, parent_id, role, user_id, workspace_id, content, status,
                    turn, log_partition, first_offset, last_offset, created_at)
                values (?, ?, ?, 'user', ?, ?, ?, 'complete', ?, ?, ?, ?, now()) on conflict do nothing""",
                send.sessionId(),
                send.messageId(),
                parent,
                send.userId(),
                send.workspaceId(),
                send.message(),
                command.offset(),
                command.partition(),
                command.offset(),
                command.offset());
    }

    private void answer(
            String session,
            String id,
            String parent,
            long turn,
            String status,
            Integer attempt,
            ConsumerRecord<?, ?> at)
            throws SQLException {
        Long first = at == null ? null : firstOffsets.getOrDefault(turn, at.offset());
        gateway.sql("""
                insert into message (session_id, message_id, parent_id, role, workspace_id, content, status, turn,
                    attempt, log_partition, first_offset, last_offset, created_at)
                values (?, ?, ?, 'assistant', 'default', '', ?, ?, ?, 0, ?, ?, now())
                on conflict (session_id, message_id) do update set status = excluded.status,
                    attempt = excluded.attempt, first_offset = excluded.first_offset,
                    last_offset = excluded.last_offset""", session, id, parent, status, turn, attempt, first, at == null ? null : at.offset());
    }

    /** Projects these events of the session and moves the position. */
    public void events(List<ConsumerRecord<String, byte[]>> events) throws SQLException {
        for (ConsumerRecord<String, byte[]> event : events) {
            event(event);
        }
    }

    /** Projects one event of the session and moves the position. */
    public void event(ConsumerRecord<String, byte[]> event) throws SQLException {
        EventHead head = EventHead.from(event.headers());
        Step step = SessionReducer.fold(state, head);
        state = step.state();
        if (step.counts()
                && (head.type() == EventType.CHAT_STARTED || head.type().isEnd())) {
            if (head.type() == EventType.CHAT_STARTED) {
                firstOffsets.putIfAbsent(head.turn(), event.offset());
            }
            answer(
                    event.key(),
                    head.messageId(),
                    head.parentId(),
                    head.turn(),
                    status(head.type()),
                    head.attempt(),
                    event);
        }
        position(event.partition(), event.offset());
    }

    public void position(int partition, long eventsOffset) throws SQLException {
        gateway.sql("""
                insert into projection_position values (?, 1000, ?)
                on conflict (log_partition) do update set events_offset = excluded.events_offset""", partition, eventsOffset);
    }

    private static String status(EventType type) {
        return switch (type) {
            case CHAT_STARTED -> "running";
            case CHAT_COMPLETE -> "complete";
            case CHAT_CANCELLED -> "cancelled";
            case ERROR -> "failed";
            case USER_MESSAGE, CHAT_QUEUED, CHAT_CHUNK, CHAT_HEARTBEAT ->
                throw new IllegalArgumentException(type.wire());
        };
    }
}
