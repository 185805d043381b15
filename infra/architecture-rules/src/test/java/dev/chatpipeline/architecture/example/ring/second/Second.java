package dev.chatpipeline.architecture.example.ring.second;

import dev.chatpipeline.architecture.example.ring.third.Third;

public record Second(Third next) {}
