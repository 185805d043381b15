package dev.chatpipeline.testkit;

import dev.chatpipeline.architecture.ArchitectureRules;

class ArchitectureTest implements ArchitectureRules {}
