package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/** The records of a session that count, which are those that clients must see. */
public final class Counting {

    private Counting() {}

    /** The payloads that count, folded from the start of the log. */
    public static List<JsonNode> payloads(List<ConsumerRecord<String, byte[]>> log) {
        return payloads(log, SessionState.EMPTY);
    }

    /** The payloads that count, folded on from the state before them. */
    public static List<JsonNode> payloads(List<ConsumerRecord<String, byte[]>> log, SessionState before) {
        List<JsonNode> counting = new ArrayList<>();
        SessionState state = before;
        for (ConsumerRecord<String, byte[]> record : log) {
            Step step = SessionReducer.fold(state, EventHead.from(record.headers()));
            state = step.state();
            if (step.counts()) {
                counting.add(ChatJson.mapper().readTree(record.value()));
            }
        }
        return counting;
    }
}
