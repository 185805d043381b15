package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * G4. A session's turns are answered one at a time, in the log order of its messages.
 *
 * <p>Legal, {@code s1} the start of turn 1, {@code e1} its end:
 *
 * <pre>
 *   s1 e1 s2 e2
 *   s1 e2 e1 s3 e3     turn 2 was cancelled while it waited
 *   s1 s1 e1           taken over
 * </pre>
 *
 * Illegal:
 *
 * <pre>
 *   s1 s2 e1 e2        two at a time
 *   s2 e2 s1 e1        out of order
 * </pre>
 */
public final class OneAnswerAtATime implements Guarantee {

    @Override
    public void check(Observation observed) {
        Log log = observed.log();
        for (String session : log.sessions()) {
            List<Long> turns = log.turns(session).stream().map(Turn::number).toList();
            Set<Long> ended = new HashSet<>();
            for (EventRecord record : log.counting(session)) {
                long turn = record.head().turn();
                switch (record.head().type()) {
                    case CHAT_STARTED, CHAT_CHUNK -> {
                        List<Long> open = turns.stream()
                                .filter(earlier -> earlier < turn && !ended.contains(earlier))
                                .toList();
                        Broken.unless(open.isEmpty(), "G4", "%s while turns %s have not ended", record, open);
                    }
                    case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> ended.add(turn);
                    case USER_MESSAGE, CHAT_QUEUED, CHAT_HEARTBEAT -> {
                        // Does not change what runs.
                    }
                }
            }
        }
    }
}
