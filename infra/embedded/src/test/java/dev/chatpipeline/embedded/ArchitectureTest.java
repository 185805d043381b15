package dev.chatpipeline.embedded;

import dev.chatpipeline.architecture.ArchitectureRules;

class ArchitectureTest implements ArchitectureRules {}
