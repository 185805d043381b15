package dev.chatpipeline.gateway.chat;

/**
 * A message, or the request for a new answer, is durable.
 *
 * @param messageId the request's id
 * @param answerId  the id under which the answer will come
 */
public record Accepted(String sessionId, String messageId, String answerId) {}
