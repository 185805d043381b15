package dev.chatpipeline.worker.provider;

public final class Asker {

    Object uses() {
        return dev.langchain4j.example.Model.class;
    }
}
