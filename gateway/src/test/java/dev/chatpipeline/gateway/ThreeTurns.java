package dev.chatpipeline.gateway;

import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.util.List;

/**
 * The log of three turns. The first answer is taken over, the second turn is cancelled while it waits, the third is
 * answered. Stale records lie between.
 */
public final class ThreeTurns {

    private ThreeTurns() {}

    /** Writes the events of a session in which three questions were asked. */
    public static void write(TestWorker worker, String session) throws Exception {
        List<TestWorker.Received> commands = worker.commands(session, 3);
        TestWorker.Answer first = worker.answer(commands.get(0));
        TestWorker.Answer waiting = worker.answer(commands.get(1));
        TestWorker.Answer last = worker.answer(commands.get(2));
        first.introduce("question 0");
        first.start();
        first.chunk("lost ");
        waiting.introduce("question 1");
        waiting.queued(1);
        first.start();
        first.chunk(1, 1, "stale");
        first.chunk("kept ");
        waiting.cancelledBeforeStart();
        first.heartbeat();
        first.chunk("text");
        first.complete();
        last.introduce("question 2");
        last.start();
        first.chunk(2, 2, "late");
        last.chunk("more");
        last.complete();
    }

    /** Whether this event ends the last of the session's turns. */
    public static boolean isLast(Seen event, String session) {
        return event.event().equals("chat_complete")
                && session.equals(event.sessionId())
                && "more".equals(event.text("full_response"));
    }
}
