package dev.chatpipeline.architecture.example.three;

record Aside() {}
