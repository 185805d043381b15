package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionState;

/** One try at a turn. Its text names it, which reveals mixed texts. */
final class Attempt {

    private final Lane lane;
    private final Lane.Turn turn;
    private final int number;
    private final World world;
    private final int length;
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private long chunks;
    private int unacknowledged;
    private boolean counts;
    private boolean endWritten;
    private boolean over;

    Attempt(Lane lane, Lane.Turn turn, int number, World world) {
        this.lane = lane;
        this.turn = turn;
        this.number = number;
        this.world = world;
        this.length = world.random.nextInt(8);
        this.name = Integer.toHexString(world.random.nextInt());
    }

    Lane.Turn turn() {
        return turn;
    }

    int number() {
        return number;
    }

    void stop() {
        over = true;
    }

    void start() {
        lane.writeDecisive(
                EventType.CHAT_STARTED,
                turn.offset,
                number,
                0,
                name,
                counting -> {
                    counts |= counting;
                    if (!counting && !over && !ignoresVerdict()) {
                        lane.overruled(this);
                    }
                },
                this::failed);
    }

    private boolean ignoresVerdict() {
        return world.mutated(Mutation.NO_READ_BACK) || world.mutated(Mutation.READ_BACK_BY_ATTEMPT);
    }

    void step() {
        if (over || endWritten || !mayWrite()) {
            return;
        }
        boolean stopped = lane.isStopped(turn);
        if (chunks < length && !stopped) {
            String chunk = name + ":" + chunks + ";";
            text.append(chunk);
            unacknowledged++;
            lane.write(
                    EventType.CHAT_CHUNK,
                    turn.offset,
                    number,
                    chunks++,
                    chunk,
                    offset -> unacknowledged--,
                    this::failed);
        } else if (lane.mayEnd(turn) && (unacknowledged == 0 || world.mutated(Mutation.END_BEFORE_ACKNOWLEDGEMENTS))) {
            end(stopped ? EventType.CHAT_CANCELLED : EventType.CHAT_COMPLETE);
        }
    }

    private boolean mayWrite() {
        if (world.mutated(Mutation.NO_READ_BACK)) {
            return true;
        }
        if (world.mutated(Mutation.READ_BACK_BY_ATTEMPT)) {
            SessionState state = lane.state();
            return state.open() && state.turn() == turn.offset && state.attempt() == number;
        }
        return counts;
    }

    private void end(EventType type) {
        endWritten = true;
        if (world.mutated(Mutation.END_NOT_READ_BACK)) {
            lane.write(type, turn.offset, number, chunks, text.toString(), offset -> lane.ended(this), this::failed);
            return;
        }
        lane.writeDecisive(
                type,
                turn.offset,
                number,
                chunks,
                text.toString(),
                counting -> {
                    if (over) {
                        return;
                    }
                    if (counting) {
                        lane.ended(this);
                    } else {
                        lane.overruled(this);
                    }
                },
                this::failed);
    }

    private void failed() {
        if (over) {
            return;
        }
        if (world.mutated(Mutation.FAILED_SEND_PASSED_OVER) && !endWritten && counts) {
            unacknowledged--;
        } else {
            lane.overruled(this);
        }
    }
}
