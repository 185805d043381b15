package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventHead;

/** The records of the model's logs. */
final class Records {

    private Records() {}

    /**
     * A record of the command log; its offset is its index.
     *
     * @param stops whether it is a cancel; otherwise it makes a turn
     * @param turn  the turn to cancel, -1 for all before it
     */
    record Command(long offset, String session, boolean stops, long turn) {

        boolean stops(long aTurn, String aSession) {
            return stops && session.equals(aSession) && aTurn < offset && (turn == -1 || turn == aTurn);
        }
    }

    /**
     * A record of the event log; its offset is its index.
     *
     * @param text a chunk's text, or the whole text in an end
     */
    record Event(long offset, String session, EventHead head, String text) {}

    /** A record in flight to the event log. */
    record Sent(ModelWorker from, String session, EventHead head, String text, Outcome outcome) {}

    /** The outcome that the producer reports to the worker, once. */
    interface Outcome {
        void landed(long offset);

        /** It may still arrive. */
        void failed();
    }
}
