package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A readable trace of a schedule, recorded only when a failed schedule is repeated. */
final class SimulationTrace {

    private final SimulatedTime time;
    private final boolean kept;
    private final StringBuilder lines = new StringBuilder();
    private final Map<String, SessionState> states = new HashMap<>();

    SimulationTrace(SimulatedTime time, boolean kept) {
        this.time = time;
        this.kept = kept;
    }

    void say(String what, @Nullable Object... of) {
        if (kept) {
            lines.append("%9.3f  ".formatted(time.sinceStart().toMillis() / 1e3))
                    .append(what.formatted(of))
                    .append('\n');
        }
    }

    /** An event has arrived in the log. */
    void event(ProducerRecord<String, byte[]> record, long offset) {
        if (kept) {
            EventHead head = EventHead.from(record.headers());
            SessionReducer.Step step = SessionReducer.fold(states.getOrDefault(record.key(), SessionState.EMPTY), head);
            states.put(record.key(), step.state());
            ChatEvent event = ChatJson.readEvent(head.type(), record.value());
            say(
                    "  event @%d %s %s turn %d attempt %d seq %d by %s%s%s%s%s",
                    offset,
                    record.key(),
                    head.type().wire(),
                    head.turn(),
                    head.attempt(),
                    head.seq(),
                    head.by(),
                    head.keep() ? ", keep" : "",
                    head.alone() ? ", alone" : "",
                    step.counts() ? "" : ", does not count",
                    said(event));
        }
    }

    private static String said(ChatEvent event) {
        return switch (event) {
            case ChatEvent.UserMessage e -> ": " + e.messageId() + " under " + e.parentId();
            case ChatEvent.ChatChunk e -> ": " + e.chunk();
            case ChatEvent.ChatComplete e -> ": " + e.fullResponse();
            case ChatEvent.ChatCancelled e -> ": " + e.partialResponse() + " of attempt " + e.ofAttempt();
            case ChatEvent.ChatError e -> ": " + e.code() + ' ' + e.partialResponse();
            case ChatEvent.ChatStarted e -> "";
            case ChatEvent.ChatQueued e -> "";
            case ChatEvent.ChatHeartbeat e -> "";
        };
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
