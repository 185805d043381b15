package dev.chatpipeline.worker.dispatch;

/**
 * What an attempt that nobody goes on with had shown.
 *
 * @param attempt its number
 * @param chunks  how many chunks of it are in the log
 * @param text    those chunks joined
 */
record Kept(int attempt, long chunks, String text) {}
