package dev.chatpipeline.contracts;

public final class Wired {

    Object uses() {
        return org.springframework.example.Bean.class;
    }
}
