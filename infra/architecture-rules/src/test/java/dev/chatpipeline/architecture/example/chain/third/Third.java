package dev.chatpipeline.architecture.example.chain.third;

public record Third() {}
