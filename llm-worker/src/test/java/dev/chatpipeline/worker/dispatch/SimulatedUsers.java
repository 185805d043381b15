package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users of three sessions: they send messages, regenerate, cancel, interrupt, and resend what was not acknowledged. */
final class SimulatedUsers {

    private static final List<String> SESSIONS = List.of("s1", "s1", "s1", "s1", "s2", "s2", "s3");
    private static final List<OnBusy> ON_BUSY =
            List.of(OnBusy.ENQUEUE, OnBusy.ENQUEUE, OnBusy.ENQUEUE, OnBusy.ENQUEUE, OnBusy.REJECT, OnBusy.INTERRUPT);
    private static final String USER = "u";
    private static final String WORKSPACE = "default";
    private static final String NOWHERE = "nowhere";
    private static final int MIN_COMMANDS = 2;
    private static final int MAX_COMMANDS = 12;
    private static final int STOP_PERCENT = 20;
    private static final int RESEND_PERCENT = 10;
    private static final int REGENERATE_PERCENT = 10;
    private static final int OPENS_PERCENT = 50;
    private static final int APPENDS_PERCENT = 75;
    private static final int ALL_PERCENT = 30;
    private static final int POISON_PERCENT = 5;
    private static final int NOWHERE_PERCENT = 15;
    private static final int ROOT_PERCENT = 15;

    private final SimulatedBroker broker;
    private final SimulatedFate fate;
    private final Clock clock;
    private final List<ChatCommand.Ask> asked = new ArrayList<>();
    private int left;
    private int ids;

    SimulatedUsers(SimulatedBroker broker, SimulatedFate fate, Clock clock) {
        this.broker = broker;
        this.fate = fate;
        this.clock = clock;
        this.left = fate.between(MIN_COMMANDS, MAX_COMMANDS);
    }

    void offer(SimulatedChoices choices) {
        if (left > 0 && !fate.isKind()) {
            choices.may(1, this::act);
        }
    }

    private void act() {
        left--;
        String session = fate.oneOf(SESSIONS);
        List<ChatCommand.Ask> before =
                asked.stream().filter(ask -> ask.sessionId().equals(session)).toList();
        if (before.isEmpty()) {
            ask(send(session, null), fate.percents(OPENS_PERCENT));
        } else if (fate.percents(STOP_PERCENT)) {
            String answer =
                    fate.percents(ALL_PERCENT) ? null : fate.oneOf(before).answerId();
            broker.accept(new ChatCommand.Cancel(session, answer, USER, clock.instant()), false);
        } else if (fate.percents(RESEND_PERCENT)) {
            ask(fate.oneOf(before), false);
        } else if (fate.percents(REGENERATE_PERCENT)) {
            String answer = known(fate.oneOf(before).answerId());
            ask(new ChatCommand.Regenerate(session, answer, "r" + ids++, USER, WORKSPACE, clock.instant()), false);
        } else {
            ChatCommand.Ask near = fate.oneOf(before);
            ask(send(session, known(fate.random().nextBoolean() ? near.answerId() : near.requestId())), false);
        }
    }

    private void ask(ChatCommand.Ask ask, boolean opens) {
        asked.add(ask);
        broker.accept(ask, opens);
    }

    private ChatCommand.Ask send(String session, @Nullable String parent) {
        String id = "m" + ids++;
        boolean appends = fate.percents(APPENDS_PERCENT);
        return new ChatCommand.SendMessage(
                session,
                id,
                USER,
                WORKSPACE,
                id + (fate.percents(POISON_PERCENT) ? SimulatedModels.POISON : "?"),
                appends,
                appends || fate.percents(ROOT_PERCENT) ? null : parent,
                fate.oneOf(ON_BUSY),
                clock.instant());
    }

    private String known(String id) {
        return fate.percents(NOWHERE_PERCENT) ? NOWHERE : id;
    }
}
