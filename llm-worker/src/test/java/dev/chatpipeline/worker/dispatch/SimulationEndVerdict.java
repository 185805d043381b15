package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.SimulationVerdict.require;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;

/** Checks ends: only a cancel cancels a turn, a timely one always does, and a rejection has a reason. */
final class SimulationEndVerdict {

    private final Log log;
    private final SimulatedGroup group;
    private final Turn turn;
    private final EventRecord end;

    SimulationEndVerdict(Log log, SimulatedGroup group, Turn turn) {
        this.log = log;
        this.group = group;
        this.turn = turn;
        this.end = log.ends(turn).getFirst();
    }

    void check() {
        boolean stopped = end.event() instanceof ChatEvent.ChatCancelled;
        require(!stopped || isStoppedBelow(Long.MAX_VALUE), "nothing stops %s: %s", turn, end);
        // A new owner knows the cancels in the log before it acts.
        boolean inTime = isStoppedBelow(group.seenBy(end.head().by()).commandsEnd());
        require(stopped || end.head().attempt() == 0 || !inTime, "%s was stopped and goes on: %s", turn, end);
        boolean unknown = end.event() instanceof ChatEvent.ChatError error
                && error.code().equals(FailureCode.UNKNOWN_PARENT.wire());
        require(
                stopped || unknown == (turn.placement() == null),
                "%s ends as if its parent were %s: %s",
                turn,
                unknown ? "unknown" : "known",
                end);
    }

    private boolean isStoppedBelow(long offset) {
        return log.commands().stream().anyMatch(record -> record.offset() < offset && stops(record));
    }

    private boolean stops(CommandRecord record) {
        boolean later = record.offset() > turn.number()
                && record.command().sessionId().equals(turn.command().sessionId());
        return later
                && switch (record.command()) {
                    case ChatCommand.Cancel cancel ->
                        cancel.answerId() == null || cancel.answerId().equals(turn.answerId());
                    case ChatCommand.DeleteSession delete -> true;
                    case ChatCommand.Ask ask -> record.head().interrupts() && isFirst(record, ask);
                };
    }

    /** A resend changes nothing. */
    private boolean isFirst(CommandRecord record, ChatCommand.Ask ask) {
        return log.turns(ask.sessionId()).stream().anyMatch(first -> first.number() == record.offset());
    }
}
