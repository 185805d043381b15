package dev.chatpipeline.testkit.records;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;

/** An event with its headers. */
public record Said(EventHead head, ChatEvent event) {

    /** The same start, of an attempt that runs alone. */
    public Said alone() {
        return new Said(head.runAlone(), event);
    }

    /** The same heartbeat, of an answer that is kept after a hand-over. */
    public Said kept() {
        return new Said(head.kept(), event);
    }
}
