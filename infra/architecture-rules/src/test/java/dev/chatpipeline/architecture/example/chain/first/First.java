package dev.chatpipeline.architecture.example.chain.first;

import dev.chatpipeline.architecture.example.chain.second.Second;

public record First(Second next) {}
