package dev.chatpipeline.gateway.chat;

/**
 * A message, or a request for a new answer, is durable.
 *
 * @param messageId id of the request
 * @param answerId  id that its answer will have
 */
public record Accepted(String sessionId, String messageId, String answerId) {}
