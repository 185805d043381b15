package dev.chatpipeline.architecture.example.four;

record One(Two next) {}
