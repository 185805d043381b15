package dev.chatpipeline.gateway.security;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does something the first time that a value occurs, for a bounded number of values: nobody can fill the log with them. */
final class OncePerValue {

    private static final int MAX_VALUES = 100;

    private final Set<String> values = ConcurrentHashMap.newKeySet();

    void run(String value, Runnable action) {
        if (values.size() < MAX_VALUES && values.add(value)) {
            action.run();
        }
    }
}
