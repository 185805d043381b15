package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Both topics, and the network on the way to them. */
final class SimulatedBroker {

    private static final int WRITTEN_BUT_FAILED_PERCENT = 2;
    private static final int FAILED_AND_LATER_PERCENT = 3;
    private static final int FAILED_PERCENT = 3;

    /** How often a record whose send failed, but which is still in flight, is lost after all. */
    private static final int LATE_LOST_PERCENT = 25;

    enum RecordFate {
        WRITTEN,
        WRITTEN_BUT_FAILED,
        FAILED_AND_WRITTEN_LATER,
        FAILED
    }

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final SimulatedTopic commands = new SimulatedTopic(topics.commands());
    final SimulatedTopic events = new SimulatedTopic(topics.events());
    private final SimulatedFate fate;
    private final SimulationTrace trace;
    private final List<ProducerRecord<String, byte[]>> late = new ArrayList<>();

    SimulatedBroker(SimulatedFate fate, SimulationTrace trace) {
        this.fate = fate;
        this.trace = trace;
    }

    void offer(SimulatedChoices choices) {
        if (!late.isEmpty()) {
            choices.due(1, this::landLate);
        }
    }

    void accept(ChatCommand command, boolean opens) {
        long offset = commands.append(topics.record(command, opens, SimulatedTopic.PARTITIONS));
        trace.say("command @%d %s%s", offset, command, opens ? ", opens" : "");
    }

    RecordFate fateOf(ProducerRecord<String, byte[]> record) {
        if (fate.strikes(WRITTEN_BUT_FAILED_PERCENT)) {
            return decided(RecordFate.WRITTEN_BUT_FAILED, record);
        }
        if (fate.strikes(FAILED_AND_LATER_PERCENT)) {
            return decided(RecordFate.FAILED_AND_WRITTEN_LATER, record);
        }
        return fate.strikes(FAILED_PERCENT) ? decided(RecordFate.FAILED, record) : RecordFate.WRITTEN;
    }

    private RecordFate decided(RecordFate fate, ProducerRecord<String, byte[]> record) {
        trace.say("%s: %s", fate, EventHead.from(record.headers()));
        return fate;
    }

    long append(ProducerRecord<String, byte[]> event) {
        long offset = events.append(event);
        trace.event(event, offset);
        return offset;
    }

    void appendLater(ProducerRecord<String, byte[]> event) {
        late.add(event);
    }

    private void landLate() {
        ProducerRecord<String, byte[]> event = late.remove(fate.random().nextInt(late.size()));
        if (!fate.percents(LATE_LOST_PERCENT)) {
            trace.say("a late record lands:");
            append(event);
        }
    }
}
