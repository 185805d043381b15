package dev.langchain4j.example;

public final class Model {}
