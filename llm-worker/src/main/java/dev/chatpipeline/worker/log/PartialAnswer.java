package dev.chatpipeline.worker.log;

/**
 * What an attempt had shown when it was cut.
 *
 * @param attempt its number
 * @param chunks  how many of its chunks are in the log
 * @param text    these chunks, joined
 */
public record PartialAnswer(int attempt, long chunks, String text) {}
