package dev.chatpipeline.architecture.example.ring.first;

import dev.chatpipeline.architecture.example.ring.second.Second;

public record First(Second next) {}
