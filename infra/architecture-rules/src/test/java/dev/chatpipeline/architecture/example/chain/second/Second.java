package dev.chatpipeline.architecture.example.chain.second;

import dev.chatpipeline.architecture.example.chain.third.Third;

public record Second(Third next) {}
