package dev.chatpipeline.gateway.chat.socket;

/**
 * Limits on one socket.
 *
 * @param messageBytes bytes of one message's text in UTF-8
 * @param sessions     sessions that it may follow at once
 */
public record ChatLimits(int messageBytes, int sessions) {}
