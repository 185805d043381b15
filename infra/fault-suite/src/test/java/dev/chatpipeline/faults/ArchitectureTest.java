package dev.chatpipeline.faults;

import dev.chatpipeline.architecture.ArchitectureRules;

class ArchitectureTest implements ArchitectureRules {}
