package dev.chatpipeline.architecture.example.four;

record Two(Part part) {

    record Part(Three next) {}
}
