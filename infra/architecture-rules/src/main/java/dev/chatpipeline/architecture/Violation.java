package dev.chatpipeline.architecture;

import java.util.Set;

/** @param subjects full names of the classes or packages that break a rule together */
record Violation(Set<String> subjects, String message) {

    Violation {
        subjects = Set.copyOf(subjects);
    }
}
