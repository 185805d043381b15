package dev.chatpipeline.standalone;

import dev.chatpipeline.architecture.ArchitectureRules;

class ArchitectureTest implements ArchitectureRules {}
