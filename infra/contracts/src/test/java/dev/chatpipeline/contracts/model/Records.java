package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventHead;

/** What the model's logs hold. */
final class Records {

    private Records() {}

    /**
     * A record of the command log; its offset is its place.
     *
     * @param stops whether it is a cancel; else it makes a turn
     * @param turn  the turn to stop, -1 for all before it
     */
    record Command(long offset, String session, boolean stops, long turn) {

        boolean stops(long aTurn, String aSession) {
            return stops && session.equals(aSession) && aTurn < offset && (turn == -1 || turn == aTurn);
        }
    }

    /**
     * A record of the event log; its offset is its place.
     *
     * @param text a chunk's text or an end's whole text
     */
    record Event(long offset, String session, EventHead head, String text) {}

    /** A record on its way to the event log. */
    record Sent(ModelWorker from, String session, EventHead head, String text, Outcome outcome) {}

    /** What the producer tells the worker, once. */
    interface Outcome {
        void landed(long offset);

        /** It may still land. */
        void failed();
    }
}
