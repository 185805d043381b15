package dev.chatpipeline.worker.log;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.CommandType;
import dev.chatpipeline.contracts.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The cancels in a partition's log that may concern turns that have not ended. A cancel concerns turns of lower offset
 * only. It is kept until the committed offset passes it, for until then a turn that it cancels may still be read.
 *
 * <p>A message that interrupts cancels what is before it only if it is the first of its id; sent again it changes nothing.
 *
 * <p>Thread-safe: the control reader adds, lanes ask.
 */
public final class Cancels {

    /**
     * A command that cancels.
     *
     * @param offset    of that command
     * @param answerId  the turn it cancels, null for every turn of the session before {@code offset}
     * @param userId    who cancels
     * @param requestId of a message that interrupts, null when the command does nothing but cancel
     */
    public record Cancel(
            long offset,
            @Nullable String answerId,
            String userId,
            @Nullable String requestId) {

        private boolean concerns(long turn, String anAnswerId) {
            return turn < offset && (answerId == null || answerId.equals(anAnswerId));
        }
    }

    private final Map<String, List<Cancel>> bySession = new HashMap<>();
    private final TreeMap<Long, Boolean> firstByInterrupt = new TreeMap<>();

    /**
     * Adds the cancel that this command is, if it is one. A command that cannot be read is none; the command poller sets
     * it aside.
     *
     * @return the session of a cancel that was added, else null
     */
    public @Nullable String read(ConsumerRecord<String, byte[]> record) {
        try {
            CommandHead head = CommandHead.from(record.headers());
            boolean cancels = head.interrupts()
                    || head.type() == CommandType.CANCEL_MESSAGE
                    || head.type() == CommandType.DELETE_SESSION;
            if (!cancels) {
                return null;
            }
            ChatCommand command = ChatJson.readCommand(head.type(), record.value());
            add(command.sessionId(), cancelOf(command, record.offset()));
            return command.sessionId();
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    private static Cancel cancelOf(ChatCommand command, long offset) {
        @Nullable String answerId = command instanceof ChatCommand.Cancel cancel ? cancel.answerId() : null;
        @Nullable String requestId = command instanceof ChatCommand.Ask ask ? ask.requestId() : null;
        return new Cancel(offset, answerId, command.userId(), requestId);
    }

    synchronized void add(String sessionId, Cancel cancel) {
        bySession.computeIfAbsent(sessionId, id -> new ArrayList<>(1)).add(cancel);
    }

    /** A lane has taken the message at this offset and so knows whether it is the first of its id. */
    public synchronized void decide(long offset, boolean first) {
        firstByInterrupt.put(offset, first);
    }

    /**
     * The first cancel that concerns this turn, null when there is none.
     *
     * @param seemsFirst asked about the ids of messages that interrupt and that no lane has taken yet
     */
    public synchronized @Nullable Cancel of(
            String sessionId, long turn, String answerId, Predicate<String> seemsFirst) {
        for (Cancel cancel : bySession.getOrDefault(sessionId, List.of())) {
            if (cancel.concerns(turn, answerId) && isEffective(cancel, seemsFirst)) {
                return cancel;
            }
        }
        return null;
    }

    private boolean isEffective(Cancel cancel, Predicate<String> seemsFirst) {
        if (cancel.requestId() == null) {
            return true;
        }
        Boolean first = firstByInterrupt.get(cancel.offset());
        return first == null ? seemsFirst.test(cancel.requestId()) : first;
    }

    /** Every command below this offset is done. */
    public synchronized void forgetBelow(long committed) {
        firstByInterrupt.headMap(committed).clear();
        bySession.values().removeIf(cancels -> {
            cancels.removeIf(cancel -> cancel.offset() < committed);
            return cancels.isEmpty();
        });
    }
}
