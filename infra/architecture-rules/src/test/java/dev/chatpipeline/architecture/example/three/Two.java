package dev.chatpipeline.architecture.example.three;

record Two(Three next, Aside aside) {}
