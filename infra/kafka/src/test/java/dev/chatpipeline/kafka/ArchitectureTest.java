package dev.chatpipeline.kafka;

import dev.chatpipeline.architecture.ArchitectureRules;

class ArchitectureTest implements ArchitectureRules {}
