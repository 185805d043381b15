package dev.chatpipeline.architecture;

import java.util.List;

interface Rule {

    /** By this name known violations refer to the rule. */
    String name();

    List<Violation> violations(Module module);
}
