package dev.chatpipeline.architecture.example.four;

record Three(Four.Part next) {}
