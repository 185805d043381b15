package dev.chatpipeline.worker.lane;

public final class Answer {

    Object uses() {
        return dev.langchain4j.example.Model.class;
    }
}
