package org.springframework.example;

public final class Bean {}
