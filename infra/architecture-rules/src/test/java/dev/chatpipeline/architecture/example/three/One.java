package dev.chatpipeline.architecture.example.three;

record One(Two next) {}
