package dev.chatpipeline.architecture.example.three;

record Three(One next) {}
