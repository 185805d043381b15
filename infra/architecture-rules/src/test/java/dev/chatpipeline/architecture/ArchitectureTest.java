package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Test
    void theRulesLookAtTheMainClassesOfTheModule() {
        assertThat(mainClasses().contain(ArchitectureRules.class)).isTrue();
        assertThat(mainClasses().contain(ArchitectureTest.class)).isFalse();
    }
}
