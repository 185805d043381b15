package dev.chatpipeline.faults.cluster;

import java.util.Locale;

/** The kind of a process in the cluster. */
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
