package dev.chatpipeline.faults.cluster;

import java.util.Locale;

/** What a process of the cluster is. */
public enum Kind {
    GATEWAY,
    WORKER,
    PROJECTOR,
    BROKER,
    DATABASE;

    /** For people. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
